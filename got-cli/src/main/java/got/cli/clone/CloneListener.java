package got.cli.clone;

import got.cli.refs.NewRef;
import got.cli.refs.NewSymref;
import got.cli.remote.RepositoryUrl;
import got.cli.say.Failure;
import got.ipc.ObjectId;
import got.ipc.RemoteRef;
import got.ipc.index.IndexTalk;
import java.nio.file.Path;
import java.util.List;

/** Is told how a clone, or a listing, gets on; all calls come from one thread. */
public interface CloneListener {
  /** True if {@link #packet} does anything. */
  boolean wantsPackets();

  /** A packet was sent or received; in short, cleaned. */
  void packet(String text);

  /** The server is being connected to. */
  void connecting(RepositoryUrl url);

  /** The server has sent us elsewhere, and we follow. */
  void redirected(RepositoryUrl url);

  /** How the connection to the server is made and secured, in words, cleaned. */
  void connection(String how);

  /**
   * A helper was started.
   *
   * @param what it was handed, in words
   */
  void started(String program, long pid, String what);

  /** Something that the user must not overlook. */
  void warning(String text);

  /**
   * A line of the server's own, cleaned.
   *
   * @param passing if the next one is to replace it
   */
  void serverText(String text, boolean passing);

  /**
   * @param bytes of the pack received
   */
  void fetching(long bytes);

  /**
   * The last byte of the pack has arrived.
   *
   * @param bytes of the pack
   */
  void received(long bytes);

  /** How far the index is. */
  void indexing(IndexTalk.Indexing progress);

  /** What was seen in the objects. */
  void inspected(IndexTalk.Inspected m);

  /**
   * The pack is complete and verified.
   *
   * @param objects 0 if a fetch found everything here, and keeps no pack
   */
  void fetched(ObjectId pack, int objects);

  /**
   * The repository is about to appear.
   *
   * @throws Failure if whoever should be told cannot be
   */
  void requireHeard() throws Failure;

  /** A reference is there. */
  void created(NewRef ref);

  /** A symbolic reference is there. */
  void created(NewSymref ref);

  /** What the server has, as {@code -l} shows it. */
  void listed(List<RemoteRef> refs);

  /** The repository is there. */
  void created(Path repository, boolean mirror);
}
