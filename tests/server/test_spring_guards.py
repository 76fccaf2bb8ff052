"""Lists of paths that several functions write, and code that runs around annotated handlers, in Spring."""

from __future__ import annotations

from pathlib import Path

from tests.server.test_doubtful_findings import confidences
from tests.server.trees import endpoints_of, listed, places_of

PATHS = """
package app.security;

public final class Paths {
  public static final String STAFF = "/staff";
}
"""

CHAINS = """
package app.security;

import static app.security.Paths.*;

import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

class Chains {
  @Bean
  SecurityFilterChain partners(HttpSecurity http) throws Exception {
    return http.securityMatchers(m -> m.requestMatchers(r -> r.getHeader("X-Partner") != null))
        .authorizeHttpRequests(Chains::partnerPaths)
        .build();
  }

  @Bean
  SecurityFilterChain shop(HttpSecurity http) throws Exception {
    http.securityMatcher("/**").authorizeHttpRequests(Chains::shopPaths);
    return http.build();
  }

  private static void partnerPaths(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
    rules.requestMatchers("/**").denyAll();
  }

  private static void shopPaths(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
    rules.requestMatchers(to(HttpMethod.GET, STAFF + "/rota"), to(HttpMethod.POST, STAFF + "/notes")).authenticated()
        .requestMatchers(to(STAFF + "/**")).hasAnyRole("MANAGER", "CLERK")
        .requestMatchers(to("/**")).permitAll();
  }

  private static RequestMatcher to(String pattern) {
    return PathPatternRequestMatcher.withDefaults().matcher(pattern);
  }

  private static RequestMatcher to(HttpMethod method, String pattern) {
    return PathPatternRequestMatcher.withDefaults().matcher(method, pattern);
  }
}
"""

STAFF = """
package app;

import org.springframework.web.bind.annotation.*;

@RestController
class Staff {
  @GetMapping("/staff/rota") String rota() { return ""; }
  @PostMapping("/staff/rota") String plan() { return ""; }
  @PostMapping("/staff/notes") String note() { return ""; }
  @GetMapping("/menu") String menu() { return ""; }
}
"""


def test_a_list_that_another_function_writes_with_matchers_that_tell_their_verbs(tmp_path: Path) -> None:
    found = endpoints_of(tmp_path, {"Paths.java": PATHS, "Chains.java": CHAINS, "Staff.java": STAFF})
    assert listed(found) == [
        "GET /menu Staff.menu",
        "POST /staff/notes Staff.note login-check",
        "GET /staff/rota Staff.rota login-check",
        "POST /staff/rota Staff.plan role-check",
    ]


ASPECTS = """
package app;

import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.aspectj.lang.annotation.Pointcut;
import org.springframework.security.core.context.SecurityContextHolder;

@Aspect
class Checks {
  @Pointcut("@annotation(app.OfTeam)")
  void ofTeam() {}

  @Around("ofTeam()")
  Object askTeam(ProceedingJoinPoint point) throws Throwable {
    String caller = SecurityContextHolder.getContext().getAuthentication().getName();
    if (!teams.contains(point.getArgs()[0], caller)) {
      throw new TeamException("not yours");
    }
    return point.proceed();
  }

  @Before("@annotation(known)")
  void askLogin(JoinPoint point, Known known) {
    if (SecurityContextHolder.getContext().getAuthentication() == null) {
      throw new NobodyException();
    }
  }

  @Around("@annotation(app.Timed)")
  Object time(ProceedingJoinPoint point) throws Throwable {
    try {
      return point.proceed();
    } catch (Throwable failure) {
      log.warn("failed for {}", SecurityContextHolder.getContext().getAuthentication().getName());
      throw failure;
    }
  }
}
"""

JOBS = """
package app;

import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping("/jobs")
class Jobs {
  @OfTeam @PostMapping("/start") String start(long id) { return ""; }
  @Known @GetMapping("/mine") String mine() { return ""; }
  @Timed @GetMapping("/all") String all() { return ""; }
}
"""


def test_code_around_annotated_handlers_stands_before_them_if_it_refuses(tmp_path: Path) -> None:
    marks = {f"{name}.java": f"package app;\n\n@interface {name} {{}}\n" for name in ("OfTeam", "Known", "Timed")}
    assert listed(endpoints_of(tmp_path, {"Checks.java": ASPECTS, "Jobs.java": JOBS, **marks})) == [
        "GET /jobs/all Jobs.all",
        "GET /jobs/mine Jobs.mine login-check",
        "POST /jobs/start Jobs.start login-check owner-check",
    ]


PARCELS = """
package app;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.validation.constraints.Size;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.web.bind.annotation.*;

class ParcelForm {
  @Size(max = 20) private String label;
  public String getLabel() { return label; }
}

@Entity
class Parcel {
  @Id private Long id;
  private String label;
  public void setLabel(String label) { this.label = label; }
}

interface Parcels extends JpaRepository<Parcel, Long> {
  Parcel findByLabel(String label);
}

@RestController
@RequestMapping("/parcels")
class ParcelController {
  private Parcels parcels;

  @PostMapping("/search")
  Parcel search(@RequestBody ParcelForm query) {
    return parcels.findByLabel(query.getLabel());
  }

  @PostMapping("/pages")
  Object page(@RequestBody ParcelForm query) {
    return elsewhere.page(query);
  }

  @PostMapping("/checked")
  void checked(@RequestBody ParcelForm checked) {
    if (checked.getLabel().length() > 20) {
      throw new IllegalArgumentException("too long");
    }
    Parcel parcel = new Parcel();
    parcel.setLabel(checked.getLabel());
    parcels.save(parcel);
  }

  @PostMapping
  void add(@RequestBody ParcelForm form) {
    Parcel parcel = new Parcel();
    parcel.setLabel(form.getLabel());
    parcels.save(parcel);
  }
}
"""


def test_constraints_of_a_query_and_of_what_is_checked_by_hand_are_left_to_auditors(tmp_path: Path) -> None:
    assert confidences(tmp_path / "all", {"Parcels.java": PARCELS}, "SL618") == ["low", "low", "low", "high"]
    (_, line), *others = places_of(tmp_path, {"Parcels.java": PARCELS}, "constraints-not-applied")
    assert others == []
    assert "add(" in PARCELS.splitlines()[line - 1]


ROUTES = """
package app

import org.springframework.context.annotation.Bean
import org.springframework.web.reactive.function.server.ServerRequest
import org.springframework.web.reactive.function.server.ServerResponse
import org.springframework.web.reactive.function.server.coRouter

class Routes(private val dogs: DogHandler) {
    @Bean
    fun routes() = coRouter {
        GET("/health") { ServerResponse.ok().build() }
        "/api".nest {
            "/dogs".nest {
                GET("/{id}", dogs::one)
                POST("", dogs::add)
            }
            DELETE("/cats/{id}") { request -> remove(request.pathVariable("id")) }
        }
    }

    private suspend fun remove(id: String) = ServerResponse.noContent().build()
}

class DogHandler {
    suspend fun one(request: ServerRequest): ServerResponse = ServerResponse.ok().build()

    suspend fun add(request: ServerRequest): ServerResponse = ServerResponse.ok().build()
}
"""


def test_routes_in_blocks_of_kotlin_are_nested(tmp_path: Path) -> None:
    found = [(one.verb, one.path) for one in endpoints_of(tmp_path, {"Routes.kt": ROUTES})]
    assert found == [("DELETE", "/api/cats/{id}"), ("POST", "/api/dogs"), ("GET", "/api/dogs/{id}"), ("GET", "/health")]


RULES_OF_A_HOSPITAL = """
package app.security;

import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

class Rules {
  @Bean
  SecurityFilterChain rules(HttpSecurity http) throws Exception {
    http.authorizeRequests()
RULES        .anyRequest().authenticated();
    return http.build();
  }
}
"""

WARDS = """
package app;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class Wards {
  @GetMapping("/wards/3/beds")
  String beds() {
    return "";
  }
}
"""


def test_a_chain_of_many_rules_is_read_whole(tmp_path: Path) -> None:
    rules = "".join(f'        .antMatchers("/wards/{ward}/**").hasAuthority("ward{ward}")\n' for ward in range(170))
    files = {"Rules.java": RULES_OF_A_HOSPITAL.replace("RULES", rules), "Wards.java": WARDS}
    (beds,) = endpoints_of(tmp_path, files)
    assert [(one.kind, one.shown) for one in beds.guards] == [("role-check", "hasAuthority")]
