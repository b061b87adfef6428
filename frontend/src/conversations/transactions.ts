interface Transaction {
  readonly done: Promise<void>;
  abort(): void;
}

/** Wait for the work and for its transaction; work that fails takes all of it back. */
export async function all(transaction: Transaction, work: Promise<void>): Promise<void> {
  // The first to fail tells why: the transaction that is aborted after it says only that it was.
  await Promise.all([
    work.catch((error: unknown) => {
      abort(transaction);
      throw error;
    }),
    transaction.done,
  ]);
}

function abort(transaction: Transaction): void {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself.
  }
}
