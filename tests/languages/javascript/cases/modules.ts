import axios, { AxiosInstance as Client } from "axios";
import * as path from "node:path";
import fs = require("fs");
import { session } from "./session";
import helper from "../shared/index.js";
export { session as currentSession, default as Session } from "./session";
export * from "./errors";
export * as limits from "./limits";

export const API = "https://api.example.com/v1";
export let retries = 3, timeout: number = 30_000;
const { host, port: servicePort = 443, ...others } = helper.settings();
const [first, second] = helper.pairs();

export function connect(base: string = API): Client {
  return axios.create({ baseURL: base, timeout });
}

export const close = async (client: Client) => client.close();

export default class Gateway {}

export const storage = {
  prefix: "app:",
  save(key: string, value: string) {
    fs.writeFileSync(path.join(this.prefix, key), value);
  },
  load: async (key: string) => fs.readFileSync(key),
} as const;

connect().get("/ping");
export { connect as open };
