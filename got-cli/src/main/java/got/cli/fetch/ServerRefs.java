package got.cli.fetch;

import got.cli.refs.PackedRefs;
import got.cli.say.Failure;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the server has, by name.
 *
 * @param refs all below refs/, in the order in which they came
 * @param head HEAD, if the server has one
 */
record ServerRefs(Map<RefName, ObjectId> refs, Optional<RemoteRef> head) {
  static final String HEADS = "refs/heads/";
  static final String TAGS = "refs/tags/";

  /**
   * @throws Failure if a name is there twice and the two are not the same
   */
  static ServerRefs of(PackedRefs advertised) throws Failure {
    Map<RefName, ObjectId> refs = LinkedHashMap.newLinkedHashMap(advertised.received());
    Optional<RemoteRef> head = Optional.empty();
    List<RemoteRef> sent = advertised.asSent();
    int named = 0;
    for (RemoteRef ref : sent) {
      if (ref.name().equals(RefName.HEAD)) {
        head = Optional.of(ref);
        continue;
      }
      named++;
      switch (ref) {
        case RemoteRef.Direct(RefName name, ObjectId id) -> refs.put(name, id);
        case RemoteRef.Symbolic(RefName name, RefName _, ObjectId id) -> refs.put(name, id);
        case RemoteRef.Unborn _ -> {
          // There is nothing to fetch, and it was not kept.
        }
      }
    }
    if (refs.size() < named) {
      // Some name came twice, which is no harm if it says the same.
      List<RemoteRef> ignored = advertised.listing();
    }
    return new ServerRefs(refs, head);
  }

  boolean has(RefName name) {
    return refs.containsKey(name);
  }

  List<RefName> below(String prefix) {
    List<RefName> found = new ArrayList<>();
    for (RefName name : refs.keySet()) {
      if (name.startsWith(prefix)) {
        found.add(name);
      }
    }
    return found;
  }

  /** The branch that the server says its HEAD is on, if it has it. */
  Optional<RefName> headTarget() {
    return head.orElse(null) instanceof RemoteRef.Symbolic(RefName _, RefName target, ObjectId _)
            && target.startsWith(HEADS)
            && has(target)
        ? Optional.of(target)
        : Optional.empty();
  }

  /** That branch; of a server that tells only an id, the first branch with this id. */
  Optional<RefName> headBranch() {
    Optional<RefName> target = headTarget();
    if (target.isPresent()) {
      return target;
    }
    Optional<ObjectId> id =
        switch (head.orElse(null)) {
          case RemoteRef.Direct(RefName _, ObjectId own) -> Optional.of(own);
          case RemoteRef.Symbolic(RefName _, RefName _, ObjectId own) -> Optional.of(own);
          case RemoteRef.Unborn _ -> Optional.empty();
          case null -> Optional.empty();
        };
    return below(HEADS).stream()
        .filter(b -> id.isPresent() && Objects.equals(refs.get(b), id.get()))
        .findFirst();
  }
}
