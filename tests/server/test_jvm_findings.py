"""What is reported of servers on the JVM, and what is left to auditors or not reported at all."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import places_of

ENTITY = """
package org.example.shelves;

@jakarta.persistence.Entity
public class Shelf {
    @jakarta.persistence.Id private Long id;
    private Long ownerId;
    @jakarta.validation.constraints.Size(max = 40) private String label;

    public Long getId() { return id; }
    public Long getOwnerId() { return ownerId; }
    public String getLabel() { return label; }
    public void setLabel(String label) { this.label = label; }
}
"""

REPOSITORY = """
package org.example.shelves;

public interface ShelfRepository extends org.springframework.data.jpa.repository.JpaRepository<Shelf, Long> {}
"""

CONTROLLER = """
package org.example.shelves;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/shelves")
public class ShelfController {
    private final ShelfRepository shelves;
    private final ShelfService service;

    public ShelfController(ShelfRepository shelves, ShelfService service) {
        this.shelves = shelves;
        this.service = service;
    }

    @PreAuthorize("isAuthenticated()")
    @PostMapping
    public Shelf create(@RequestBody Shelf shelf) {
        return shelves.save(shelf);
    }

    @PreAuthorize("hasAuthority('shelves:write')")
    @PostMapping("/imported")
    public Shelf takeOver(@RequestBody Shelf shelf) {
        return shelves.save(shelf);
    }

    @PreAuthorize("isAuthenticated()")
    @PatchMapping("/label")
    public void relabel(@RequestBody Shelf shelf) {
        service.rename(shelf);
    }

    @PreAuthorize("isAuthenticated()")
    @PutMapping("/label")
    public void rename(@RequestBody @jakarta.validation.Valid Shelf shelf) {
        service.rename(shelf);
    }

    @PreAuthorize("isAuthenticated()")
    @PostMapping("/labels/check")
    public boolean isFree(@RequestBody @jakarta.validation.Valid Shelf shelf) {
        return service.isFree(shelf.getLabel());
    }
}
"""

SERVICE = """
package org.example.shelves;

public class ShelfService {
    private final ShelfRepository shelves;

    public ShelfService(ShelfRepository shelves) {
        this.shelves = shelves;
    }

    public void rename(Shelf change) {
        Shelf shelf = shelves.findById(change.getId()).orElseThrow();
        shelf.setLabel(change.getLabel());
        shelves.save(shelf);
    }

    public boolean isFree(String label) {
        return !label.isEmpty();
    }
}
"""

SHELVES = {
    "Shelf.java": ENTITY,
    "ShelfRepository.java": REPOSITORY,
    "ShelfController.java": CONTROLLER,
    "ShelfService.java": SERVICE,
}


def lines(found: list[tuple[str, int]], text: str) -> list[str]:
    """The lines of a text at which something was found."""
    return [text.splitlines()[line - 1].strip() for _, line in found]


def test_an_entity_from_a_request_counts_where_any_user_has_it_stored(tmp_path: Path) -> None:
    found = places_of(tmp_path, SHELVES, "entity-bound-to-request")
    assert lines(found, CONTROLLER) == ["public Shelf create(@RequestBody Shelf shelf) {"]


def test_constraints_behind_a_role_and_of_parts_of_objects_are_left_to_auditors(tmp_path: Path) -> None:
    found = places_of(tmp_path, SHELVES, "constraints-not-applied")
    assert lines(found, CONTROLLER) == ["public Shelf create(@RequestBody Shelf shelf) {"]


PROFILE = """
package org.example.people;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/people")
public class PersonController {
    private final PersonRepository people;

    public PersonController(PersonRepository people) {
        this.people = people;
    }

    @PreAuthorize("isAuthenticated()")
    @PutMapping("/mine")
    public void mine(@RequestBody PersonChange change) {
        if (!change.getId().equals(Sessions.getCurrentUserId())) {
            throw new IllegalArgumentException("somebody else");
        }
        Person person = people.findById(change.getId()).orElseThrow();
        person.setCity(change.getCity());
        people.save(person);
    }

    @PreAuthorize("isAuthenticated()")
    @PutMapping("/any")
    public void any(@RequestBody PersonChange change) {
        Person person = people.findById(change.getId()).orElseThrow();
        person.setCity(change.getCity());
        people.save(person);
    }
}
"""

PEOPLE = {
    "PersonController.java": PROFILE,
    "Person.java": """
package org.example.people;

@jakarta.persistence.Entity
public class Person {
    @jakarta.persistence.Id private Long id;
    private String city;
    public void setCity(String city) { this.city = city; }
}
""",
    "PersonChange.java": """
package org.example.people;

public class PersonChange {
    private Long id;
    private String city;
    public Long getId() { return id; }
    public String getCity() { return city; }
}
""",
    "PersonRepository.java": """
package org.example.people;

public interface PersonRepository extends org.springframework.data.jpa.repository.JpaRepository<Person, Long> {}
""",
    "Sessions.java": """
package org.example.people;

public class Sessions {
    public static Long getCurrentUserId() {
        return Long.valueOf(Tokens.parse(RequestHolder.header("token")).get("sub"));
    }
}
""",
}


def test_a_record_is_the_callers_where_its_key_was_compared_with_the_caller(tmp_path: Path) -> None:
    found = places_of(tmp_path, PEOPLE, "record-of-another-user")
    assert len(found) == 1
    assert found[0][1] > PROFILE.splitlines().index('    @PutMapping("/any")')


OPEN = {
    "QueueAdminController.java": """
package org.example.queues;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/admin/queues")
public class QueueAdminController {
    @PostMapping("/{name}")
    public void empty(@PathVariable String name) {
        Queues.empty(name);
    }
}
"""
}


def test_roles_are_not_asked_of_a_server_that_knows_nobody(tmp_path: Path) -> None:
    assert places_of(tmp_path, OPEN, "missing-role-check") == []
