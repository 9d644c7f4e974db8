package got.cli.process;

import got.ipc.Protocol;
import got.ipc.fetch.FetchTalk;
import got.ipc.http.HttpTalk;
import got.ipc.index.IndexTalk;
import got.ipc.read.ReadTalk;
import java.util.List;

/**
 * A helper executable, and what it and got may say to each other.
 *
 * @param programName as in libexec
 * @param mainClass in its archive; has its policy
 */
public record HelperProgram<Q, R>(String programName, String mainClass, Protocol<Q, R> protocol) {
  public static final HelperProgram<FetchTalk.Request, FetchTalk.Reply> FETCH_PACK =
      new HelperProgram<>("got-fetch-pack", "got.fetch.Main", FetchTalk.PROTOCOL);

  public static final HelperProgram<IndexTalk.Request, IndexTalk.Reply> INDEX_PACK =
      new HelperProgram<>("got-index-pack", "got.index.Main", IndexTalk.PROTOCOL);

  public static final HelperProgram<HttpTalk.Request, HttpTalk.Reply> FETCH_HTTP =
      new HelperProgram<>("got-fetch-http", "got.http.Main", HttpTalk.PROTOCOL);

  public static final HelperProgram<ReadTalk.Request, ReadTalk.Reply> READ_PACK =
      new HelperProgram<>("got-read-pack", "got.read.Main", ReadTalk.PROTOCOL);

  /** All that are installed. */
  public static List<HelperProgram<?, ?>> all() {
    return List.of(FETCH_PACK, INDEX_PACK, FETCH_HTTP, READ_PACK);
  }

  @Override
  public String toString() {
    return programName;
  }
}
