"""Guards that a function makes of the role it is handed, and steps of Express that hand an error with a status on."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed, places_of

GUARDS = """
import { Permission } from './permissions';

export const isAuthenticated = (permissions?: Permission) => (req, res, next) => {
  if (!req.user || !req.user.hasPermission(permissions ?? 0)) {
    res.status(403).json({ error: 'no permission' });
  } else {
    next();
  }
};

export const isOwnOrManaged = () => (req, res, next) => {
  if (!req.user?.hasPermission(Permission.MANAGE_ORDERS) && req.user?.id !== Number(req.params.owner)) {
    return next({ status: 403, message: 'no permission' });
  }
  next();
};
"""
ORDERS = """
import express from 'express';
import { getRepository } from 'typeorm';
import { isAuthenticated, isOwnOrManaged } from './guards';
import { Order } from './order';
import { Permission } from './permissions';

const app = express();
app.use('/orders', isAuthenticated());

app.post('/orders/:id/approve', isAuthenticated(Permission.MANAGE_ORDERS), async (req, res) => {
  const orders = getRepository(Order);
  const order = await orders.findOneOrFail({ where: { id: Number(req.params.id) } });
  order.status = 'approved';
  await orders.save(order);
});

app.get('/orders/of/:owner/:id', isOwnOrManaged(), async (req, res) => {
  res.json(await getRepository(Order).findOneOrFail({ where: { id: Number(req.params.id) } }));
});

app.get('/orders/own/:id', async (req, res) => {
  res.json(await getRepository(Order).findOneOrFail({ where: { id: Number(req.params.id), owner: req.user.id } }));
});

app.get('/orders/:id', async (req, res) => {
  res.json(await getRepository(Order).findOneOrFail({ where: { id: Number(req.params.id) } }));
});
"""
ORDER = """
import { Column, Entity, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { User } from './user';

@Entity()
export class Order {
  @PrimaryGeneratedColumn()
  id: number;
  @ManyToOne(() => User, (user) => user.orders)
  owner: User;
  @Column()
  status: string;
}
"""
USER = """
import { Column, Entity, OneToMany, PrimaryGeneratedColumn } from 'typeorm';
import { Order } from './order';

@Entity()
export class User {
  @PrimaryGeneratedColumn()
  id: number;
  @Column()
  email: string;
  @OneToMany(() => Order, (order) => order.owner)
  orders: Order[];
}
"""
FILES = {"guards.ts": GUARDS, "orders.ts": ORDERS, "order.ts": ORDER, "user.ts": USER}


def test_a_guard_that_is_handed_no_role_asks_for_the_login_only(tmp_path: Path) -> None:
    assert [one.partition(" ")[2] for one in listed(endpoints_of(tmp_path, FILES))] == [
        "/orders/:id orders.ts:26 login-check",
        "/orders/:id/approve orders.ts:11 login-check role-check",
        "/orders/of/:owner/:id orders.ts:18 login-check role-check",
        "/orders/own/:id orders.ts:22 login-check",
    ]


def test_each_role_that_is_handed_to_a_guard_is_one_of_its_own(tmp_path: Path) -> None:
    assert places_of(tmp_path, FILES, "record-of-another-user") == [("orders.ts", 27)]
