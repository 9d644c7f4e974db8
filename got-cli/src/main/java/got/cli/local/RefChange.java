package got.cli.local;

import got.ipc.RefName;

/**
 * One reference of a transaction.
 *
 * @param from what it has to be under the lock; {@link RefValue#NONE} if it must not exist
 * @param to what it becomes; {@link RefValue#NONE} if it goes
 */
public record RefChange(RefName name, RefValue from, RefValue to) {
  public boolean deletes() {
    return to instanceof RefValue.Absent;
  }
}
