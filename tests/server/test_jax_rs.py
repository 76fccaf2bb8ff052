"""Resources of Jakarta RESTful Web Services: paths, verbs, inheritance of annotations, filters and roles."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed, places_of

APPLICATION = """
package shop;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

@ApplicationPath("/api")
public class Shop extends Application {
}
"""
ORDERS = """
package shop;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

@Path("orders")
public class Orders {
    @Inject
    EntityManager records;

    @GET
    public String all(@QueryParam("by") String by) {
        return records.createQuery("from Order o order by o." + by).getResultList().toString();
    }

    @GET
    @Path("/{number}")
    public String one(@PathParam("number") long number) {
        return records.createQuery("from Order o where o.number = " + number).getResultList().toString();
    }

    @DELETE
    @Path("{number}")
    @RolesAllowed("clerk")
    public void remove(@PathParam("number") long number) {
    }

    public String helper() {
        return "";
    }
}
"""
FILTER = """
package shop;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

@Provider
public class TokenFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext context) {
        String token = context.getHeaderString("Authorization");
        if (token == null || !Tokens.known(token)) {
            context.abortWith(Response.status(Response.Status.UNAUTHORIZED).build());
        }
    }
}
"""
OPEN = {"shop/Shop.java": APPLICATION, "shop/Orders.java": ORDERS}


def test_resources_have_the_path_of_their_class_and_their_own(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, OPEN)) == [
        "GET /api/orders Orders.all",
        "DELETE /api/orders/{number} Orders.remove role-check",
        "GET /api/orders/{number} Orders.one",
    ]


def test_a_filter_stands_before_all_resources(tmp_path: Path) -> None:
    found = listed(endpoints_of(tmp_path, {**OPEN, "shop/TokenFilter.java": FILTER}))
    assert [one.partition(" ")[2].split(" ", 2)[2] for one in found] == [
        "login-check",
        "login-check role-check",
        "login-check",
    ]


def test_what_a_client_sends_is_told_from_numbers(tmp_path: Path) -> None:
    assert places_of(tmp_path, OPEN, "request-data-executed") == [("shop/Orders.java", 20)]


def test_the_annotations_of_an_interface_count_for_what_implements_it(tmp_path: Path) -> None:
    stated = """
package shop;

import javax.ws.rs.GET;
import javax.ws.rs.Path;

@Path("offers")
public interface OffersResource {
    @GET
    @Path("new")
    String recent();
}
"""
    code = """
package shop;

public class Offers implements OffersResource {
    @Override
    public String recent() {
        return "";
    }
}
"""
    files = {"shop/OffersResource.java": stated, "shop/Offers.java": code}
    assert listed(endpoints_of(tmp_path, files)) == ["GET /offers/new Offers.recent"]
