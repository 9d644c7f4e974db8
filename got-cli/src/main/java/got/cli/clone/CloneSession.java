package got.cli.clone;

import got.cli.process.HelperEvent;
import got.cli.process.HelperProcess;
import got.cli.process.HelperProgram;
import got.cli.process.HelperTeam;
import got.cli.process.Network;
import got.cli.process.PackPipe;
import got.cli.process.Timeouts;
import got.cli.refs.RefSelection;
import got.cli.refs.Selection;
import got.cli.remote.Access;
import got.cli.remote.RepositoryUrl;
import got.cli.repository.GitConfig;
import got.cli.repository.GotConf;
import got.cli.repository.NewRepository;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.Message;
import got.ipc.ObjectId;
import got.ipc.PackLimits;
import got.ipc.Text;
import got.ipc.confine.Seal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One clone, from the first connection to the finished repository.
 *
 * <p>Both helpers start, then the connection is made; got-fetch-pack lists the references, got
 * chooses among them and checks names and ids, got-fetch-pack fetches while got-index-pack indexes
 * through a pipe between them. Only when both have reported and ended well does anything get a name
 * in the new repository.
 */
public final class CloneSession {
  /** Ids in one message; well below the limit of a frame. */
  private static final int IDS_PER_MESSAGE = 1024;

  private final RepositoryUrl url;
  private final RefSelection options;
  private final PackLimits limits;
  private final NewRepository repository;
  private final HelperTeam team;
  private final CloneListener listener;
  private final ServerSession server;

  /**
   * @param repository to fill; the caller aborts it if {@link #run} fails
   * @param team to start helpers in; the caller closes it
   */
  public CloneSession(
      RepositoryUrl url,
      Access access,
      RefSelection options,
      PackLimits limits,
      NewRepository repository,
      HelperTeam team,
      Timeouts timeouts,
      CloneListener listener) {
    this.url = url;
    this.options = options;
    this.limits = limits;
    this.repository = repository;
    this.team = team;
    this.listener = listener;
    this.server = new ServerSession(url, access, team, timeouts, listener);
  }

  /**
   * Fetches, verifies and publishes.
   *
   * @throws Failure for everything that can go wrong outside got
   */
  public void run() throws Failure, InterruptedException {
    listener.connecting(url);
    HelperProcess fetchPack = team.start(HelperProgram.FETCH_PACK);
    HelperProcess indexPack = team.start(HelperProgram.INDEX_PACK);
    listener.started(
        HelperProgram.FETCH_PACK.programName(), fetchPack.pid(), "network, pack pipe (write)");
    listener.started(
        HelperProgram.INDEX_PACK.programName(),
        indexPack.pid(),
        "pack pipe (read), pack file, index file");
    try (PackPipe pipe = PackPipe.open()) {
      handOverNetwork(fetchPack, pipe);
      team.seal(EnumSet.allOf(Seal.class), List.of(repository.workplace()));
      Selection selection = options.select(server.readListing());
      // Refused before anything is fetched, if a value cannot be written.
      byte[] config = GitConfig.bytes(url, options, selection);
      byte[] gotConf = GotConf.bytes(url, options, selection);
      if (selection.wants().isEmpty()) {
        server.send(fetchPack, h -> h.send(new Message.WantsEnd()));
        awaitGoodbye();
      } else {
        handOverFiles(indexPack, pipe, selection);
        server.send(fetchPack, h -> sendWants(h, selection.wants()));
        receive();
      }
      server.awaitGoodbye();
      repository.write(config, gotConf, selection);
      repository.publish();
      selection.refs().forEach(listener::created);
      selection.symrefs().forEach(listener::created);
    } catch (IOException e) {
      throw Phrase.CANNOT_TALK_TO_HELPERS.failure(e.getMessage());
    }
  }

  private void handOverNetwork(HelperProcess fetchPack, PackPipe pipe)
      throws Failure, IOException, InterruptedException {
    try (Network network = server.connect()) {
      Message.Fetch request =
          new Message.Fetch(server.remote(), options.prefixes(), listener.wantsPackets());
      server.send(fetchPack, h -> h.send(request, network.descriptor(), pipe.writeEnd()));
    }
    pipe.closeWriteEnd();
  }

  private void handOverFiles(HelperProcess indexPack, PackPipe pipe, Selection selection)
      throws Failure, IOException, InterruptedException {
    server.send(
        indexPack,
        h -> {
          h.send(
              new Message.Index(selection.algorithm(), limits),
              pipe.readEnd(),
              repository.pack().getFD(),
              repository.index().getFD());
          sendTips(h, selection.commits(), true);
          sendTips(h, selection.others(), false);
          h.send(new Message.TipsEnd());
        });
    pipe.closeReadEnd();
  }

  private static void sendTips(HelperProcess indexPack, List<ObjectId> tips, boolean commits)
      throws IOException {
    for (List<ObjectId> batch : batches(tips)) {
      indexPack.send(new Message.Tips(batch, commits));
    }
  }

  private static void sendWants(HelperProcess fetchPack, List<ObjectId> wants) throws IOException {
    for (List<ObjectId> batch : batches(wants)) {
      fetchPack.send(new Message.Wants(batch));
    }
    fetchPack.send(new Message.WantsEnd());
  }

  private static List<List<ObjectId>> batches(List<ObjectId> ids) {
    List<List<ObjectId>> batches = new ArrayList<>();
    for (int i = 0; i < ids.size(); i += IDS_PER_MESSAGE) {
      batches.add(ids.subList(i, Math.min(ids.size(), i + IDS_PER_MESSAGE)));
    }
    return batches;
  }

  private void awaitGoodbye() throws Failure, InterruptedException {
    while (true) {
      HelperEvent.Said said = server.next();
      switch (said.message()) {
        case Message.Ready _ -> {
          // Of got-index-pack, which has nothing to do.
        }
        case Message.ServerText text -> listener.serverText(text.text(), text.passing());
        case Message.Fetched m when m.bytes() == 0 -> {
          server.finish(HelperProgram.FETCH_PACK);
          return;
        }
        default -> throw ServerSession.impossible("a pack that was not asked for");
      }
    }
  }

  /** Follows both helpers to their last messages, then checks what they claim. */
  private void receive() throws Failure, InterruptedException {
    Message.@Nullable Fetched fetched = null;
    Message.@Nullable Indexed indexed = null;
    while (fetched == null || indexed == null) {
      HelperEvent.Said said = server.next();
      switch (said.message()) {
        case Message.Ready _ -> {
          // Of got-index-pack; its request waits for it already.
        }
        case Message.ServerText text -> listener.serverText(text.text(), text.passing());
        case Message.Fetching m -> listener.fetching(m.bytes());
        case Message.Indexing m -> listener.indexing(m);
        case Message.Inspected m -> listener.inspected(m);
        case Message.Fetched m -> {
          fetched = m;
          listener.received(m.bytes());
          server.finish(said.from());
        }
        case Message.Indexed m -> {
          indexed = m;
          server.finish(said.from());
        }
        default ->
            throw ServerSession.impossible(
                "unexpected " + said.message().getClass().getSimpleName());
      }
    }
    requireSame("size of the pack", fetched.bytes(), indexed.packBytes());
    verify(indexed);
    repository.install(indexed.checksum());
    listener.fetched(indexed.checksum(), indexed.objects());
  }

  /** Compares what got-index-pack claims with what is in the files. */
  private void verify(Message.Indexed claim) throws Failure {
    int idBytes = claim.checksum().algorithm().idBytes();
    try {
      requireSame("size of the pack", claim.packBytes(), repository.pack().length());
      requireSame("size of the index", claim.indexBytes(), repository.index().length());
      requireChecksum(claim.checksum(), repository.pack(), idBytes);
      requireChecksum(claim.checksum(), repository.index(), 2 * idBytes);
    } catch (IOException e) {
      throw Phrase.CANNOT_READ_BACK.failure(Text.reason(e));
    }
  }

  private static void requireChecksum(ObjectId claim, RandomAccessFile file, int fromEnd)
      throws Failure, IOException {
    byte[] bytes = new byte[claim.algorithm().idBytes()];
    file.seek(file.length() - fromEnd);
    file.readFully(bytes);
    if (!ObjectId.copyOf(claim.algorithm(), bytes, 0).equals(claim)) {
      throw ServerSession.impossible("checksum of the pack");
    }
  }

  private static void requireSame(String what, long claimed, long actual) throws Failure {
    if (claimed != actual) {
      throw ServerSession.impossible(what + ": " + claimed + " is " + actual);
    }
  }
}
