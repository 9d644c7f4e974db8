package got.pkt;

import got.ipc.RemoteRef;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a list of references holds. */
final class Listed implements RefSink {
  private final List<RemoteRef> refs = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  @Override
  public void ref(RemoteRef ref) {
    refs.add(ref);
  }

  @Override
  public void leftOut(String name) {
    leftOut.add(name);
  }

  List<RemoteRef> refs() {
    return refs;
  }

  List<String> leftOut() {
    return leftOut;
  }
}
