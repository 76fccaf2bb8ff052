"""Controllers that implement interfaces which a generator makes of an OpenAPI document in the tree."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed

DESCRIBED = """
openapi: 3.0.0
info: {title: shop, version: '1'}
paths:
  /api/orders/{number}:
    get:
      tags: [Placed Orders]
      operationId: getOrder
      responses: {}
  /stock/orders/{number}:
    get:
      tags: [StockClient]
      operationId: getOrder
      responses: {}
"""
CONTROLLER = """
package shop;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.RestController;
import shop.generated.PlacedOrdersApi;

@RestController
public class OrderController implements PlacedOrdersApi {
    @Override
    @PreAuthorize("hasRole('CLERK')")
    public Order getOrder(String number) {
        return null;
    }
}
"""


def test_an_operation_is_answered_by_the_method_of_its_name(tmp_path: Path) -> None:
    files = {"api/shop.yaml": DESCRIBED, "src/main/java/shop/OrderController.java": CONTROLLER}
    assert listed(endpoints_of(tmp_path, files)) == ["GET /api/orders/{number} OrderController.getOrder role-check"]


def test_a_class_that_implements_something_else_answers_nothing(tmp_path: Path) -> None:
    other = CONTROLLER.replace("PlacedOrdersApi", "Orders")
    files = {"api/shop.yaml": DESCRIBED, "src/main/java/shop/OrderController.java": other}
    assert endpoints_of(tmp_path, files) == ()
