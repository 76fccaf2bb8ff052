"""Several servers in one tree: what one says of its paths, defaults and prefixes does not hold for another."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed, places_of

START = """
package {package};

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Start {{
  public static void main(String[] arguments) {{
    SpringApplication.run(Start.class, arguments);
  }}
}}
"""

CHAIN = """
package {package};

import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

class Security {{
  @Bean
  SecurityFilterChain chain(HttpSecurity http) throws Exception {{
    return http.authorizeHttpRequests(a -> a{entries}).build();
  }}
}}
"""

CONTROLLER = """
package {package};

import org.springframework.web.bind.annotation.*;

@RestController
class {name} {{
  private final Orders orders;

  {name}(Orders orders) {{
    this.orders = orders;
  }}

  @GetMapping("/orders/{{id}}")
  Order one(@PathVariable long id) {{ return orders.findById(id).orElseThrow(); }}

  @DeleteMapping("/orders/{{id}}")
  void remove(@PathVariable long id) {{ orders.deleteById(id); }}
}}
"""

ADMIN = "admin/src/main/java/shop/admin"
PORTAL = "portal/src/main/java/shop/portal"
SPRING = {
    f"{ADMIN}/Start.java": START.format(package="shop.admin"),
    f"{ADMIN}/Security.java": CHAIN.format(package="shop.admin", entries='.anyRequest().hasRole("ADMIN")'),
    f"{ADMIN}/Desk.java": CONTROLLER.format(package="shop.admin", name="Desk"),
    f"{PORTAL}/Start.java": START.format(package="shop.portal"),
    f"{PORTAL}/Security.java": CHAIN.format(
        package="shop.portal", entries='.requestMatchers("/help/**").permitAll().anyRequest().authenticated()'
    ),
    f"{PORTAL}/Counter.java": CONTROLLER.format(package="shop.portal", name="Counter"),
    "common/src/main/java/shop/common/Health.java": """
package shop.common;

import org.springframework.web.bind.annotation.*;

@RestController
class Health {
  @GetMapping("/help/contact")
  String contact() { return ""; }
}
""",
}


def test_the_lists_of_two_servers_are_not_one(tmp_path: Path) -> None:
    found = listed(endpoints_of(tmp_path, SPRING))
    assert "GET /orders/{id} Desk.one role-check" in found
    assert "GET /orders/{id} Counter.one login-check" in found


def test_a_server_without_a_list_has_none_of_its_neighbour(tmp_path: Path) -> None:
    files = {name: text for name, text in SPRING.items() if name != f"{PORTAL}/Security.java"}
    found = listed(endpoints_of(tmp_path, files))
    assert "GET /orders/{id} Desk.one role-check" in found
    assert "GET /orders/{id} Counter.one" in found


def test_what_servers_share_holds_for_all_of_them(tmp_path: Path) -> None:
    shared = "common/src/main/java/shop/common/Security.java"
    files = {name: text for name, text in SPRING.items() if not name.endswith("Security.java")}
    files[shared] = CHAIN.format(package="shop.common", entries=".anyRequest().authenticated()")
    found = listed(endpoints_of(tmp_path, files))
    assert "GET /orders/{id} Desk.one login-check" in found
    assert "GET /orders/{id} Counter.one login-check" in found
    assert "GET /help/contact Health.contact login-check" in found


def test_a_second_start_below_the_first_is_the_same_server(tmp_path: Path) -> None:
    files = {
        "src/main.ts": NEST.format(name="Shop", prefix="api"),
        "src/worker/main.ts": NEST.format(name="Worker", prefix=""),
        "src/orders/orders.controller.ts": NEST_CONTROLLER.format(name="Orders", path="orders"),
    }
    assert listed(endpoints_of(tmp_path, files)) == ["GET /api/orders Orders.all"]


NEST = """
import {{ NestFactory }} from '@nestjs/core';
import {{ {name}Module }} from './app.module';

async function bootstrap() {{
  const app = await NestFactory.create({name}Module);
  app.setGlobalPrefix('{prefix}');
  await app.listen(3000);
}}
bootstrap();
"""

NEST_MODULE = """
import {{ Module }} from '@nestjs/common';
import {{ APP_GUARD }} from '@nestjs/core';
import {{ AuthGuard }} from '@nestjs/passport';

@Module({{ providers: [{providers}] }})
export class {name}Module {{}}

class JwtGuard extends AuthGuard('jwt') {{}}
"""

NEST_CONTROLLER = """
import {{ Controller, Get }} from '@nestjs/common';

@Controller('{path}')
export class {name} {{
  @Get()
  all() {{
    return [];
  }}
}}
"""


def test_prefixes_and_defaults_of_two_servers_are_not_one(tmp_path: Path) -> None:
    guard = "{ provide: APP_GUARD, useClass: JwtGuard }"
    files = {
        "apps/api/src/main.ts": NEST.format(name="Api", prefix="v1"),
        "apps/api/src/app.module.ts": NEST_MODULE.format(name="Api", providers=guard),
        "apps/api/src/orders.controller.ts": NEST_CONTROLLER.format(name="Orders", path="orders"),
        "apps/hooks/src/main.ts": NEST.format(name="Hooks", prefix="hooks"),
        "apps/hooks/src/app.module.ts": NEST_MODULE.format(name="Hooks", providers=""),
        "apps/hooks/src/mail.controller.ts": NEST_CONTROLLER.format(name="Mail", path="mail"),
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "GET /hooks/mail Mail.all",
        "GET /v1/orders Orders.all login-check",
    ]


def test_a_server_that_knows_no_callers_is_not_measured_by_its_neighbour(tmp_path: Path) -> None:
    store = """
package shop.portal;

import org.springframework.data.jpa.repository.JpaRepository;

interface Orders extends JpaRepository<Order, Long> {}
"""
    files = {name: text for name, text in SPRING.items() if name != f"{PORTAL}/Security.java"}
    files[f"{PORTAL}/Orders.java"] = store
    assert places_of(tmp_path, files, "missing-authentication") == []


MANAGE = """
import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{name}.settings")
execute_from_command_line(sys.argv)
"""

VIEWS = """
from rest_framework.response import Response
from rest_framework.views import APIView


class {view}(APIView):
    def get(self, request):
        return Response([])
"""

URLS = """
from django.urls import path

from {name}.views import {view}

urlpatterns = [path("{path}", {view}.as_view())]
"""


def test_settings_of_two_servers_are_not_one(tmp_path: Path) -> None:
    closed = 'REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]}\n'
    files = {
        "shop/manage.py": MANAGE.format(name="shop"),
        "shop/shop/settings.py": f'ROOT_URLCONF = "shop.urls"\n{closed}',
        "shop/shop/views.py": VIEWS.format(view="Orders"),
        "shop/shop/urls.py": URLS.format(name="shop", view="Orders", path="orders/"),
        "board/manage.py": MANAGE.format(name="board"),
        "board/board/settings.py": 'ROOT_URLCONF = "board.urls"\n',
        "board/board/views.py": VIEWS.format(view="Notices"),
        "board/board/urls.py": URLS.format(name="board", view="Notices", path="notices/"),
    }
    assert listed(endpoints_of(tmp_path, files)) == ["GET /notices Notices.get", "GET /orders Orders.get login-check"]
