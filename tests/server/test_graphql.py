"""Resolvers of GraphQL as endpoints: annotated ones of NestJS and Spring, and objects of functions."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed


def test_annotated_resolvers_of_nest_bear_a_stated_name_or_their_own(tmp_path: Path) -> None:
    files = {
        "orders.resolver.ts": """
import { Args, Mutation, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { PrismaService } from './prisma.service';

@Resolver(() => Order)
export class OrdersResolver {
  constructor(private readonly prisma: PrismaService) {}

  @Query(() => [Order], { name: 'orders' })
  @UseGuards(AuthGuard('jwt'))
  list() { return this.prisma.order.findMany(); }

  @Query('order')
  one(@Args('id') id: string) { return this.prisma.order.findUnique({ where: { id } }); }

  @Mutation(() => Order)
  @UseGuards(AuthGuard('jwt'))
  async changeOrder(@Args('id') id: string, @Args('note') note: string) {
    return this.prisma.order.update({ where: { id }, data: { note } });
  }

  @ResolveField()
  lines() { return []; }
}
""",
        "prisma.service.ts": """
import { PrismaClient } from '@prisma/client';
export class PrismaService extends PrismaClient {}
""",
    }
    found = endpoints_of(tmp_path, files)
    assert listed(found) == [
        "MUTATION /graphql/changeOrder OrdersResolver.changeOrder login-check",
        "QUERY /graphql/order OrdersResolver.one",
        "QUERY /graphql/orders OrdersResolver.list login-check",
    ]
    assert [one.name for one in found[0].inputs] == ["id", "note"]


def test_objects_of_resolvers_in_several_modules(tmp_path: Path) -> None:
    files = {
        "src/index.js": """
const { ApolloServer } = require('@apollo/server');
const { placeOrder } = require('./resolvers/orders');
const people = require('./resolvers/people');

const resolvers = {
  Query: {
    me: (parent, args, context) => context.user,
    prices: async () => [],
    ...people.Query,
  },
  Mutation: { placeOrder },
  Person: { orders: (person) => [] },
};

const server = new ApolloServer({ typeDefs, resolvers });
""",
        "src/resolvers/orders.js": """
const { GraphQLError } = require('graphql');

exports.placeOrder = async (parent, { input }, { user, orders }) => {
  if (!user) throw new GraphQLError('Log in first', { extensions: { code: 'UNAUTHENTICATED' } });
  return orders.add(input);
};
""",
        "src/resolvers/people.js": """
module.exports = {
  Query: {
    person: async (parent, { id }, context) => {
      if (context.user.role !== 'manager') throw new ForbiddenError('no');
      return context.people.get(id);
    },
  },
};
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "QUERY /graphql/me index.js:8 login-check",
        "QUERY /graphql/person people.js:4 login-check role-check",
        "MUTATION /graphql/placeOrder placeOrder login-check",
        "QUERY /graphql/prices index.js:9",
    ]


def test_annotated_controllers_of_spring_in_java_and_kotlin(tmp_path: Path) -> None:
    files = {
        "Orders.java": """
package app;

import org.springframework.graphql.data.method.annotation.*;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;

@Controller
class Orders {
  @QueryMapping Order order(@Argument String id) { return null; }

  @PreAuthorize("hasRole('CLERK')")
  @MutationMapping("dropOrder") boolean drop(@Argument String id) { return true; }
}
""",
        "Parcels.kt": """
package app

import com.netflix.graphql.dgs.DgsComponent
import com.netflix.graphql.dgs.DgsMutation
import com.netflix.graphql.dgs.DgsQuery
import com.netflix.graphql.dgs.InputArgument

@DgsComponent
class Parcels {
    @DgsQuery(field = "parcels")
    fun all(): List<Parcel> = listOf()

    @DgsMutation
    fun sendParcel(@InputArgument to: String): Parcel = Parcel(to)
}
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "MUTATION /graphql/dropOrder Orders.drop role-check",
        "QUERY /graphql/order Orders.order",
        "QUERY /graphql/parcels Parcels.all",
        "MUTATION /graphql/sendParcel Parcels.sendParcel",
    ]
