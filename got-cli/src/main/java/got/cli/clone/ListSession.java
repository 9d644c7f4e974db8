package got.cli.clone;

import got.cli.ExitCode;
import got.cli.Failure;
import got.cli.Got;
import got.cli.process.HelperProcess;
import got.cli.process.HelperProgram;
import got.cli.process.HelperTeam;
import got.cli.process.Network;
import got.ipc.Message;
import got.ipc.RemoteRef;
import java.io.IOException;
import java.util.List;

/** Asks a server for its references, and nothing else. */
public final class ListSession {
  private final ServerSession server;
  private final HelperTeam team;

  /**
   * @param team to start the helper in; the caller closes it
   */
  public ListSession(RepositoryUrl url, Access access, HelperTeam team) {
    this.team = team;
    this.server = new ServerSession(url, access, team, ServerSession.Timeouts.DEFAULT);
  }

  /**
   * @return all of them, in the server's order
   */
  public List<RemoteRef> run() throws Failure, InterruptedException {
    HelperProcess fetchPack = team.start(HelperProgram.FETCH_PACK);
    try (Network network = server.connect()) {
      Message.ListRefs request = new Message.ListRefs(server.remote());
      ServerSession.send(fetchPack, h -> h.send(request, network.descriptor()));
      team.seal(Got.POLICY, List.of());
      List<RemoteRef> refs = server.readListing().refs();
      server.finish(HelperProgram.FETCH_PACK);
      server.awaitGoodbye();
      return refs;
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, "cannot talk to helpers: " + e.getMessage());
    }
  }
}
