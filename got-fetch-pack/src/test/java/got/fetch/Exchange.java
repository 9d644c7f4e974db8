package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.HelperFailure;
import got.ipc.ObjectId;
import got.ipc.Remote;
import got.ipc.RemoteRef;
import got.ipc.fetch.FetchTalk;
import got.script.Script;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of the helper's work between a got that is played here and any server. */
final class Exchange implements Replies {
  static final Remote OVER_SSH = new Remote(Remote.Transport.SSH, "example.org", "/r.git");
  static final Remote OVER_GIT = new Remote(Remote.Transport.GIT, "example.org:9419", "/r.git");

  static final Remote OVER_HTTP = new Remote(Remote.Transport.HTTP, "example.org", "/r.git");

  private final List<FetchTalk.Reply> messages = new ArrayList<>();
  private final ArrayDeque<FetchTalk.Request> requests = new ArrayDeque<>();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final ByteArrayOutputStream pack = new ByteArrayOutputStream();
  private final Function<List<RemoteRef>, List<ObjectId>> choice;
  private final ArrayDeque<ObjectId> haves = new ArrayDeque<>();
  private boolean packClosed;
  private @Nullable ErrorReport error;

  private Exchange(Function<List<RemoteRef>, List<ObjectId>> choice) {
    this.choice = choice;
  }

  /** Lists what a scripted server has, over ssh. */
  static Exchange list(Script server) {
    return list(OVER_SSH, new ByteArrayInputStream(server.bytes()));
  }

  static Exchange list(Remote remote, InputStream server) {
    Exchange exchange = new Exchange(_ -> List.of());
    exchange.run(
        () -> FetchPack.list(new FetchTalk.ListRefs(remote), server, exchange.said, exchange));
    return exchange;
  }

  /** Fetches everything a scripted server lists, over ssh. */
  static Exchange fetch(Script server, String... prefixes) {
    return fetch(server.bytes(), prefixes);
  }

  static Exchange fetch(byte[] server, String... prefixes) {
    Exchange exchange = new Exchange(Exchange::ids);
    exchange.fetch(OVER_SSH, List.of(prefixes), new ByteArrayInputStream(server), exchange.said);
    return exchange;
  }

  /** Fetches from a living server what {@code choice} makes of its references. */
  static Exchange fetch(
      Remote remote,
      InputStream in,
      OutputStream out,
      Function<List<RemoteRef>, List<ObjectId>> choice) {
    Exchange exchange = new Exchange(choice);
    exchange.fetch(remote, List.of(), in, out);
    return exchange;
  }

  /** Updates from a living server what has these commits, the newest first. */
  static Exchange update(
      Remote remote,
      InputStream in,
      OutputStream out,
      Function<List<RemoteRef>, List<ObjectId>> choice,
      List<ObjectId> haves) {
    Exchange exchange = new Exchange(choice);
    exchange.haves.addAll(haves);
    exchange.update(remote, in, out);
    return exchange;
  }

  /** Updates from a scripted server, over ssh. */
  static Exchange update(Script server, Remote remote, List<ObjectId> haves) {
    Exchange exchange = new Exchange(Exchange::ids);
    exchange.haves.addAll(haves);
    exchange.update(remote, new ByteArrayInputStream(server.bytes()), exchange.said);
    return exchange;
  }

  static List<ObjectId> ids(List<RemoteRef> refs) {
    List<ObjectId> ids = new ArrayList<>();
    for (RemoteRef ref : refs) {
      switch (ref) {
        case RemoteRef.Direct r -> ids.add(r.id());
        case RemoteRef.Symbolic r -> ids.add(r.id());
        case RemoteRef.Unborn _ -> {}
      }
    }
    return ids.stream().distinct().toList();
  }

  private OutputStream pipe() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        pack.write(b);
      }

      @Override
      public void write(byte[] b, int offset, int length) {
        pack.write(b, offset, length);
      }

      @Override
      public void close() {
        packClosed = true;
      }
    };
  }

  private void fetch(Remote remote, List<String> prefixes, InputStream in, OutputStream out) {
    run(() -> FetchPack.fetch(new FetchTalk.Fetch(remote, prefixes), in, out, pipe(), this));
    assertThat(packClosed).as("the pipe is closed in any case").isTrue();
  }

  private void update(Remote remote, InputStream in, OutputStream out) {
    FetchTalk.Update request = new FetchTalk.Update(remote, List.of(), false);
    run(() -> FetchPack.update(request, in, out, pipe(), this));
    assertThat(packClosed).as("the pipe is closed in any case").isTrue();
  }

  private interface Work {
    FetchTalk.Reply run() throws HelperFailure, InterruptedException;
  }

  private void run(Work work) {
    try {
      messages.add(work.run());
    } catch (HelperFailure e) {
      error = e.report();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void send(FetchTalk.Reply message) {
    messages.add(message);
    if (message instanceof FetchTalk.RefsEnd) {
      List<ObjectId> ids = choice.apply(refs());
      for (int i = 0; i < ids.size(); i += 1000) {
        requests.add(new FetchTalk.Wants(ids.subList(i, Math.min(i + 1000, ids.size()))));
      }
      requests.add(new FetchTalk.WantsEnd());
    }
    if (message instanceof FetchTalk.HavesWanted(int count)) {
      List<ObjectId> some = new ArrayList<>();
      while (some.size() < count && !haves.isEmpty()) {
        some.add(haves.remove());
      }
      requests.add(some.isEmpty() ? new FetchTalk.HavesEnd() : new FetchTalk.Haves(some));
    }
  }

  @Override
  public FetchTalk.Request next() {
    return requests.remove();
  }

  List<FetchTalk.Reply> messages() {
    return messages;
  }

  List<RemoteRef> refs() {
    return only(FetchTalk.Refs.class).stream().flatMap(m -> m.refs().stream()).toList();
  }

  List<String> leftOut() {
    return only(FetchTalk.LeftOut.class).stream().flatMap(m -> m.names().stream()).toList();
  }

  <M extends FetchTalk.Reply> List<M> only(Class<M> kind) {
    return messages.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  List<String> texts() {
    return only(FetchTalk.ServerText.class).stream().map(FetchTalk.ServerText::text).toList();
  }

  byte[] packBytes() {
    return pack.toByteArray();
  }

  String pack() {
    return pack.toString(StandardCharsets.ISO_8859_1);
  }

  /** What the server was told. */
  String said() {
    return said.toString(StandardCharsets.ISO_8859_1);
  }

  boolean failed() {
    return error != null;
  }

  ErrorReport error() {
    if (error == null) {
      throw new AssertionError("no failure, but " + messages);
    }
    return error;
  }

  Exchange succeeds() {
    if (error != null) {
      throw new AssertionError(error.toString());
    }
    return this;
  }

  void failsWith(ErrorKind kind, String text) {
    assertThat(error().text()).contains(text);
    assertThat(error().kind()).isEqualTo(kind);
  }

  void breaks(String text) {
    failsWith(ErrorKind.PROTOCOL, text);
  }

  void refuses(String serverText) {
    assertThat(error().kind()).isEqualTo(ErrorKind.REFUSED);
    assertThat(error().serverText()).isEqualTo(serverText);
  }
}
