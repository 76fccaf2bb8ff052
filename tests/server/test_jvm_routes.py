"""Routes, guards and callers of Spring in Java and Kotlin."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed

CHAIN = """
package app;

import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.util.matcher.AntPathRequestMatcher;

class Security {
  static final String[] OPEN = {"/login", "/docs/**"};

  @Bean
  SecurityFilterChain chain(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(a -> a
            .requestMatchers(OPEN).permitAll()
            .requestMatchers(new AntPathRequestMatcher("/assets/**")).permitAll()
            .requestMatchers(HttpMethod.GET, "/posts/**", "/tags").permitAll()
            .requestMatchers(HttpMethod.DELETE).hasRole("ADMIN")
            .anyRequest().authenticated())
        .build();
  }
}
"""

POSTS = """
package app;

import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping({"/posts", "/articles"})
class Posts {
  @GetMapping("/{id}")
  String one(@PathVariable long id) { return ""; }

  @RequestMapping(path = "/{id}", method = {RequestMethod.PUT, RequestMethod.PATCH})
  String change(@PathVariable long id) { return ""; }

  @DeleteMapping(value = "/{id}")
  void remove(@PathVariable long id) {}
}
"""


def test_the_first_entry_of_the_list_that_fits_counts(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, {"Security.java": CHAIN, "Posts.java": POSTS})) == [
        "DELETE /articles/{id} Posts.remove role-check",
        "GET /articles/{id} Posts.one login-check",
        "PATCH /articles/{id} Posts.change login-check",
        "PUT /articles/{id} Posts.change login-check",
        "DELETE /posts/{id} Posts.remove role-check",
        "GET /posts/{id} Posts.one",
        "PATCH /posts/{id} Posts.change login-check",
        "PUT /posts/{id} Posts.change login-check",
    ]


def test_the_older_style_of_the_list_and_what_is_ignored(tmp_path: Path) -> None:
    files = {
        "Security.java": """
package app;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.builders.WebSecurity;
import org.springframework.security.config.annotation.web.configuration.WebSecurityConfigurerAdapter;

class Security extends WebSecurityConfigurerAdapter {
  @Override
  protected void configure(HttpSecurity http) throws Exception {
    http.csrf().disable()
        .authorizeRequests()
        .antMatchers("/posts/**").hasAnyAuthority("EDITOR", "ADMIN")
        .anyRequest().authenticated()
        .and()
        .formLogin().loginPage("/login").permitAll();
  }

  @Override
  public void configure(WebSecurity web) {
    web.ignoring().antMatchers("/articles/**");
  }
}
""",
        "Posts.java": POSTS.replace(
            "org.springframework.web.bind.annotation.*;",
            "org.springframework.web.bind.annotation.*;\nimport org.springframework.stereotype.Controller;",
        ),
    }
    found = listed(endpoints_of(tmp_path, files))
    assert "GET /posts/{id} Posts.one role-check" in found
    assert "GET /articles/{id} Posts.one" in found


def test_lists_for_some_paths_go_before_the_one_for_all(tmp_path: Path) -> None:
    files = {
        "Security.java": """
package app;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

class Security {
  SecurityFilterChain all(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(a -> a.anyRequest().permitAll()).build();
  }

  SecurityFilterChain posts(HttpSecurity http) throws Exception {
    http.securityMatcher("/posts/**").authorizeHttpRequests(a -> a.anyRequest().hasRole("EDITOR"));
    return http.build();
  }
}
""",
        "Posts.java": POSTS,
    }
    found = listed(endpoints_of(tmp_path, files))
    assert "GET /posts/{id} Posts.one role-check" in found
    assert "GET /articles/{id} Posts.one" in found


def test_an_entry_for_paths_that_are_not_known_leaves_what_it_may_guard_open(tmp_path: Path) -> None:
    chain = CHAIN.replace('new AntPathRequestMatcher("/assets/**")).permitAll()', "matcher()).denyAll()").replace(
        ".anyRequest().authenticated()", ".anyRequest().permitAll()"
    )
    found = endpoints_of(tmp_path, {"Security.java": chain, "Posts.java": POSTS})
    assert {one.verb: bool(one.unresolved) for one in found if one.path == "/articles/{id}"} == {
        "GET": True,
        "PUT": True,
        "PATCH": True,
        "DELETE": False,
    }


def test_mappings_of_an_interface_belong_to_the_controllers_that_implement_it(tmp_path: Path) -> None:
    files = {
        "Reports.java": """
package app;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.*;

@RequestMapping("/reports")
interface Reports {
  @PreAuthorize("hasRole('AUDITOR')")
  @GetMapping("/{year}")
  String of(@PathVariable("year") int year);
}
""",
        "ReportController.java": """
package app;

import org.springframework.web.bind.annotation.RestController;

@RestController
class ReportController implements Reports {
  @Override
  public String of(int year) { return "" + year; }
}
""",
        "ReportClient.java": """
package app;

import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;

@FeignClient("archive")
interface ReportClient {
  @GetMapping("/archive")
  String archive();
}
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == ["GET /reports/{year} ReportController.of role-check"]


def test_handlers_of_a_base_class_answer_below_the_paths_of_its_controllers(tmp_path: Path) -> None:
    files = {
        "Base.java": """
package app;

import org.springframework.web.bind.annotation.*;

abstract class Base<T> {
  @GetMapping("/{id}")
  public T one(@PathVariable long id) { return null; }
}
""",
        "Pages.java": """
package app;

import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping("/pages")
class Pages extends Base<String> {}
""",
        "Menus.java": """
package app;

import org.springframework.security.access.annotation.Secured;
import org.springframework.web.bind.annotation.*;

@RestController
@Secured("ROLE_COOK")
@RequestMapping("/menus")
class Menus extends Base<String> {}
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == ["GET /menus/{id} Base.one role-check", "GET /pages/{id} Base.one"]


def test_the_lists_of_kotlin_and_of_web_flux(tmp_path: Path) -> None:
    files = {
        "Security.kt": """
package app

import org.springframework.http.HttpMethod
import org.springframework.security.config.annotation.web.builders.HttpSecurity
import org.springframework.security.config.annotation.web.invoke
import org.springframework.security.config.web.server.ServerHttpSecurity

class Security {
    fun servlet(http: HttpSecurity) = http {
        securityMatcher("/kt/**")
        authorizeHttpRequests {
            authorize(HttpMethod.GET, "/kt/news/**", permitAll)
            authorize("/kt/admin/**", hasAuthority("ADMIN"))
            authorize(anyRequest, authenticated)
        }
    }

    fun reactive(http: ServerHttpSecurity) =
        http.authorizeExchange { it.pathMatchers("/flux/open").permitAll().anyExchange().authenticated() }.build()
}
""",
        "Pages.kt": """
package app

import org.springframework.web.bind.annotation.*

@RestController
class Pages {
    @GetMapping("/kt/news/{id}")
    fun news(@PathVariable id: Long) = ""

    @GetMapping("/kt/admin/users")
    fun users() = ""

    @PostMapping("/kt/comments")
    fun comment(@RequestBody text: String) = ""

    @GetMapping("/flux/open")
    fun open() = ""

    @GetMapping("/flux/closed")
    fun closed() = ""
}
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "GET /flux/closed Pages.closed login-check",
        "GET /flux/open Pages.open",
        "GET /kt/admin/users Pages.users role-check",
        "POST /kt/comments Pages.comment login-check",
        "GET /kt/news/{id} Pages.news",
    ]


def test_functional_routes_are_nested(tmp_path: Path) -> None:
    files = {
        "Routes.java": """
package app;

import org.springframework.web.servlet.function.*;

class Routes {
  RouterFunction<ServerResponse> routes(Dogs dogs) {
    return RouterFunctions.route()
        .path("/dogs", below -> below.GET("/{id}", dogs::one).POST(dogs::add))
        .build();
  }
}
""",
        "Dogs.java": """
package app;

import org.springframework.web.servlet.function.*;

class Dogs {
  ServerResponse one(ServerRequest request) { return null; }
  ServerResponse add(ServerRequest request) { return null; }
}
""",
    }
    found = [(one.verb, one.path) for one in endpoints_of(tmp_path, files)]
    assert ("GET", "/dogs/{id}") in found


def test_ktor_routes_are_nested_in_paths_and_guards(tmp_path: Path) -> None:
    files = {
        "Application.kt": """
package app

import io.ktor.server.application.*
import io.ktor.server.auth.*
import io.ktor.server.routing.*

fun Application.module() {
    routing {
        get("/health") { call.respondText("ok") }
        authenticate("jwt") {
            bookings()
        }
    }
}
""",
        "Bookings.kt": """
package app

import io.ktor.server.application.*
import io.ktor.server.request.*
import io.ktor.server.routing.*

fun Route.bookings() {
    route("/bookings") {
        get("/{id}") { call.respond(find(call.parameters["id"])) }
        post { call.receive<Booking>() }
    }
}
""",
    }
    found = endpoints_of(tmp_path, files)
    assert {(one.verb, one.path, one.has("login-check")) for one in found} == {
        ("GET", "/health", False),
        ("GET", "/bookings/{id}", True),
        ("POST", "/bookings", True),
    }


def test_classes_and_those_that_implement_them_are_read_where_they_are_handed_what_a_client_sent(
    tmp_path: Path,
) -> None:
    files = {
        "SeatController.java": """
package org.example.seats;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class SeatController {
    private final SeatService seats;

    public SeatController(SeatService seats) {
        this.seats = seats;
    }

    @GetMapping("/seats/{id}")
    public String one(@PathVariable Long id) {
        return seats.labelOf(id);
    }
}
""",
        "SeatService.java": """
package org.example.seats;

public interface SeatService {
    String labelOf(Long id);
}
""",
        "DefaultSeats.java": """
package org.example.seats;

public class DefaultSeats implements Comparable<DefaultSeats>, SeatService {
    private final SeatRepository stored;

    public DefaultSeats(SeatRepository stored) {
        this.stored = stored;
    }

    @Override
    public String labelOf(Long id) {
        return stored.findById(id).orElseThrow().toString();
    }
}
""",
        "SeatRepository.java": """
package org.example.seats;

import org.springframework.data.jpa.repository.JpaRepository;

public interface SeatRepository extends JpaRepository<Seat, Long> {}
""",
    }
    (endpoint,) = endpoints_of(tmp_path, files)
    assert [one.kind for one in endpoint.reaches] == ["server.find"]


def test_an_annotation_that_a_model_describes_is_not_judged_by_its_name(tmp_path: Path) -> None:
    files = {
        "DoorController.java": """
package org.example.doors;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class DoorController {
    @PreAuthorize("isAuthenticated()")
    @PostMapping("/doors")
    public void open() {}
}
"""
    }
    assert listed(endpoints_of(tmp_path, files)) == ["POST /doors DoorController.open login-check"]


DOOR_CONTROLLER = """
package org.example.doors;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class DoorController {
    @PostMapping("/doors/open")
    public void open() {}

    @GetMapping("/admin/doors")
    public String all() { return ""; }

    @GetMapping("/hello")
    public String hello() { return ""; }
}
"""


def test_a_list_of_paths_that_is_held_in_a_variable_and_roles_that_everybody_has(tmp_path: Path) -> None:
    files = {
        "DoorController.java": DOOR_CONTROLLER,
        "Security.java": """
package org.example.doors;

import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.ExpressionUrlAuthorizationConfigurer;
import org.springframework.security.web.SecurityFilterChain;

public class Security {
    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        ExpressionUrlAuthorizationConfigurer<HttpSecurity>.ExpressionInterceptUrlRegistry paths;
        paths = http.authorizeRequests();
        paths.antMatchers("/hello").permitAll();
        paths.antMatchers("/admin/**").hasRole("ADMIN");
        paths.and().authorizeRequests().anyRequest().hasRole("USER");
        return http.build();
    }
}
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "GET /admin/doors DoorController.all role-check",
        "POST /doors/open DoorController.open login-check",
        "GET /hello DoorController.hello",
    ]


def test_interceptors_stand_before_the_paths_that_they_are_registered_for(tmp_path: Path) -> None:
    files = {
        "DoorController.java": DOOR_CONTROLLER,
        "Web.java": """
package org.example.doors;

import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

public class Web implements WebMvcConfigurer {
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new TimingInterceptor()).addPathPatterns("/**");
        registry.addInterceptor(new SessionInterceptor()).addPathPatterns("/doors/**", "/admin/**");
    }
}
""",
        "SessionInterceptor.java": """
package org.example.doors;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;

public class SessionInterceptor implements HandlerInterceptor {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getSession().getAttribute("member") == null) {
            response.setStatus(401);
            return false;
        }
        return true;
    }
}
""",
        "TimingInterceptor.java": """
package org.example.doors;

import org.springframework.web.servlet.HandlerInterceptor;

public class TimingInterceptor implements HandlerInterceptor {}
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "GET /admin/doors DoorController.all login-check",
        "POST /doors/open DoorController.open login-check",
        "GET /hello DoorController.hello",
    ]


def test_annotations_of_permission_libraries(tmp_path: Path) -> None:
    files = {
        "LockController.java": """
package org.example.locks;

import cn.dev33.satoken.annotation.SaCheckLogin;
import org.apache.shiro.authz.annotation.RequiresPermissions;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class LockController {
    @RequiresPermissions("locks:write")
    @PostMapping("/locks")
    public void create() {}

    @SaCheckLogin
    @GetMapping("/locks")
    public String all() { return ""; }
}
"""
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "GET /locks LockController.all login-check",
        "POST /locks LockController.create role-check",
    ]


def test_annotations_of_the_project_that_are_made_of_those_of_a_framework(tmp_path: Path) -> None:
    files = {
        "OpenGet.java": """
package org.example.doors;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

@RequestMapping(method = RequestMethod.GET)
public @interface OpenGet {
    String[] value() default {};
}
""",
        "BellController.java": """
package org.example.doors;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/bells")
public class BellController {
    @OpenGet("/{name}/sound")
    public String sound(String name) { return name; }
}
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == ["GET /bells/{name}/sound BellController.sound"]
