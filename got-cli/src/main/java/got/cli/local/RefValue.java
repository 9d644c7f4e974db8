package got.cli.local;

import got.ipc.ObjectId;
import got.ipc.RefName;
import org.jspecify.annotations.Nullable;

/** What a reference of ours says. */
public sealed interface RefValue {
  /** There is no such reference. */
  RefValue NONE = new Absent();

  /** As {@link #NONE}. */
  record Absent() implements RefValue {
    // Written out, here and below: what the virtual machine makes of a record's components it makes
    // anew in each process, in some milliseconds.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Absent;
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  /** The id of an object. */
  record Direct(ObjectId id) implements RefValue {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Direct direct && id.equals(direct.id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }
  }

  /** The name of another reference, which may be missing. */
  record Symbolic(RefName target) implements RefValue {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Symbolic symbolic && target.equals(symbolic.target);
    }

    @Override
    public int hashCode() {
      return target.hashCode();
    }
  }
}
