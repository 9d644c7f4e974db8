package got.cli.local;

import got.ipc.ObjectId;
import got.ipc.RefName;

/** What a reference of ours says. */
public sealed interface RefValue {
  /** There is no such reference. */
  RefValue NONE = new Absent();

  /** As {@link #NONE}. */
  record Absent() implements RefValue {}

  /** The id of an object. */
  record Direct(ObjectId id) implements RefValue {}

  /** The name of another reference, which may be missing. */
  record Symbolic(RefName target) implements RefValue {}
}
