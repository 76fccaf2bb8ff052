"""Expressions of Spring Security that ask for the owner, and views of Django that are put together of mixins."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed, places_of

SHELVES = """
package shop;

import java.security.Principal;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping("/shelves")
public class ShelfController {
    private final MemberRepository members;
    private final PasswordEncoder encoder;

    public ShelfController(MemberRepository members, PasswordEncoder encoder) {
        this.members = members;
        this.encoder = encoder;
    }

    @GetMapping("/{id}")
    @PreAuthorize("@securityUtil.isShelfOwner(#id)")
    public String one(@PathVariable Long id) {
        return "";
    }

    @PutMapping("/password")
    @PreAuthorize("isAuthenticated()")
    public void password(@RequestBody String password, Principal principal) {
        Member member = members.findByName(principal.getName());
        member.setPasswordHash(encoder.encode(password));
        members.save(member);
    }
}
"""
MEMBER = """
package shop;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
public class Member {
    @Id
    private Long id;
    private String name;
    private String passwordHash;

    public void setPasswordHash(String passwordHash) {
        this.passwordHash = passwordHash;
    }
}
"""
MEMBERS = """
package shop;

import org.springframework.data.jpa.repository.JpaRepository;

public interface MemberRepository extends JpaRepository<Member, Long> {
    Member findByName(String name);
}
"""
FILES = {"shop/ShelfController.java": SHELVES, "shop/Member.java": MEMBER, "shop/MemberRepository.java": MEMBERS}


def test_an_expression_about_the_owner_is_no_role(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, FILES)) == [
        "PUT /shelves/password ShelfController.password login-check",
        "GET /shelves/{id} ShelfController.one owner-check",
    ]


def test_a_hash_of_what_a_client_sends_is_no_protected_field(tmp_path: Path) -> None:
    assert places_of(tmp_path, FILES, "protected-field-from-client") == []


VIEWS = """
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.models import User
from django.urls import path
from django.views.generic.detail import BaseDetailView, SingleObjectTemplateResponseMixin


class Unlock(PermissionRequiredMixin, SingleObjectTemplateResponseMixin, BaseDetailView):
    model = User
    permission_required = "auth.change_user"

    def post(self, request, *args, **kwargs):
        return self.get(request, *args, **kwargs)


urlpatterns = [path("users/<int:pk>/unlock", Unlock.as_view())]
"""


def test_views_without_templates_answer_as_those_with_them(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, {"shop/urls.py": VIEWS})) == [
        "GET /users/<int:pk>/unlock Unlock.get role-check",
        "POST /users/<int:pk>/unlock Unlock.post role-check",
    ]
