package got.ipc;

/** One reference as the server advertised it. */
public sealed interface RemoteRef {
  RefName name();

  /** Points to an object. */
  record Direct(RefName name, ObjectId id) implements RemoteRef {}

  /** Points to another reference, which resolves to {@code id}. */
  record Symbolic(RefName name, RefName target, ObjectId id) implements RemoteRef {}

  /** Points to a reference that does not exist yet: HEAD of an empty repository. */
  record Unborn(RefName name, RefName target) implements RemoteRef {}
}
