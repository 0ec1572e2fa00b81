/**
 * The one HTTP shape that all contestants answer, so that one client measures them all:
 *
 * - `POST /wallet/<id>`  `{ id, command }`: one command
 * - `POST /pair/<id>`    `[{ id, command }, { id, command }]`: two, the second sent before the first has answered
 * - `GET  /wallet/<id>`  the wallet
 * - `GET  /orders/<id>`  its last fills
 * - `POST /station/<id>` `{ terminalId, items }`: what a terminal sent, opened by the edge
 * - `POST /equip/<id>`   sets up a station
 * - `GET  /unsettled/<id>` fills of a station that are not settled yet
 */
export interface Addressed {
  readonly what: string;
  readonly id: string;
  readonly query: string;
}

/** The parts of `http://host/<what>/<id>?<query>`, without the cost of a URL parser. */
export function addressed(url: string): Addressed {
  const path = url.indexOf("/", url.indexOf("//") + 2);
  const question = url.indexOf("?", path);
  const end = question < 0 ? url.length : question;
  const slash = url.indexOf("/", path + 1);
  return { what: url.slice(path + 1, slash), id: url.slice(slash + 1, end), query: question < 0 ? "" : url.slice(question + 1) };
}
