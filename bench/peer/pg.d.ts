/** What the peer uses of `pg`, which brings no types. */
declare module "pg" {
  export interface QueryResult<Row> {
    readonly rows: readonly Row[];
    readonly rowCount: number | null;
  }
  export interface PoolClient {
    query<Row>(
      query: string | { readonly name: string; readonly text: string; readonly values: readonly unknown[] },
    ): Promise<QueryResult<Row>>;
    release(error?: boolean): void;
  }
  export class Pool {
    constructor(options: {
      readonly host: string;
      readonly database: string;
      readonly user: string;
      readonly max: number;
      readonly pipeline: boolean;
    });
    connect(): Promise<PoolClient>;
    query<Row>(text: string): Promise<QueryResult<Row>>;
    end(): Promise<void>;
  }
  export const types: { setTypeParser(oid: number, parse: (text: string) => unknown): void };
}
