package got.cli.clone;

import got.cli.process.HelperProcess;
import got.cli.process.HelperProgram;
import got.cli.process.HelperTeam;
import got.cli.process.Network;
import got.cli.process.Timeouts;
import got.cli.remote.Access;
import got.cli.remote.RepositoryUrl;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.Message;
import got.ipc.RemoteRef;
import got.ipc.confine.Seal;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;

/** Asks a server for its references, and nothing else. */
public final class ListSession {
  private final ServerSession server;
  private final HelperTeam team;
  private final RepositoryUrl url;
  private final CloneListener listener;

  /**
   * @param team to start the helper in; the caller closes it
   */
  public ListSession(
      RepositoryUrl url,
      Access access,
      HelperTeam team,
      Timeouts timeouts,
      CloneListener listener) {
    this.url = url;
    this.team = team;
    this.listener = listener;
    this.server = new ServerSession(url, access, team, timeouts, listener);
  }

  /**
   * @return HEAD and then the others, sorted; made as they are looked at
   */
  public List<RemoteRef> run() throws Failure, InterruptedException {
    listener.connecting(url);
    HelperProcess fetchPack = team.start(HelperProgram.FETCH_PACK);
    listener.started(HelperProgram.FETCH_PACK.programName(), fetchPack.pid(), "network");
    try (Network network = server.connect()) {
      Message.ListRefs request = new Message.ListRefs(server.remote(), listener.wantsPackets());
      server.send(fetchPack, h -> h.send(request, network.descriptor()));
      team.seal(EnumSet.allOf(Seal.class), List.of());
      List<RemoteRef> refs = server.readListing().listing();
      server.finish(HelperProgram.FETCH_PACK);
      server.awaitGoodbye();
      return refs;
    } catch (IOException e) {
      throw Phrase.CANNOT_TALK_TO_HELPERS.failure(e.getMessage());
    }
  }
}
