package got.cli.index;

import got.cli.process.HelperStage;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.cli.say.Phrase;
import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.Text;
import got.ipc.index.IndexTalk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The objects of --skip-list, whose faults of structure the user excuses. The ids may be of either
 * algorithm: a pack is told of those that it can hold.
 *
 * <p>The file is as git reads it: an id on a line, in hexadecimal of either case; what follows a
 * {@code #} is a comment, and white space around an id, or on a line of its own, means nothing.
 * Source: git-config(1), "fsck.skipList".
 *
 * @param ids in the order of the file
 */
public record SkipList(List<ObjectId> ids) {
  public static final SkipList EMPTY = new SkipList(List.of());

  private static final String SPACE = " \t\r";

  /**
   * @throws Failure if the file cannot be read, is too large, or has a line that is no id
   */
  public static SkipList read(Path file) throws Failure {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(Limits.SKIP_LIST_BYTES + 1);
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, FileErrors.text(file, e));
    }
    if (bytes.length > Limits.SKIP_LIST_BYTES) {
      throw Phrase.SKIP_LIST.failure(file, "more than " + Limits.SKIP_LIST_BYTES + " bytes");
    }
    List<ObjectId> ids = new ArrayList<>();
    int number = 0;
    for (int at = 0; at < bytes.length; number++) {
      int end = at;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      String line = content(new String(bytes, at, end - at, StandardCharsets.ISO_8859_1));
      at = end + 1;
      if (line.isEmpty()) {
        continue;
      }
      if (ids.size() == Limits.SKIP_LIST) {
        throw Phrase.SKIP_LIST.failure(file, "more than " + Limits.SKIP_LIST + " ids");
      }
      ids.add(id(file, number + 1, line));
    }
    return new SkipList(List.copyOf(ids));
  }

  private static String content(String line) {
    int comment = line.indexOf('#');
    int end = comment < 0 ? line.length() : comment;
    int start = 0;
    while (start < end && SPACE.indexOf(line.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && SPACE.indexOf(line.charAt(end - 1)) >= 0) {
      end--;
    }
    return line.substring(start, end);
  }

  private static ObjectId id(Path file, int number, String line) throws Failure {
    byte[] hex = line.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      try {
        return ObjectId.parse(algorithm, hex);
      } catch (BadValueException e) {
        // Perhaps it is of the other one.
      }
    }
    String text = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    String quoted = Text.clean(text, Limits.QUOTED_NAME);
    throw Phrase.SKIP_LIST.failure(file, "line " + number + " is no object id: " + quoted);
  }

  /** Tells got-index-pack of the ids that its pack can hold. */
  public void send(HelperStage<IndexTalk.Request, ?> indexPack, HashAlgorithm algorithm)
      throws IOException {
    List<ObjectId> own = ids.stream().filter(id -> id.algorithm() == algorithm).toList();
    for (List<ObjectId> batch : IdBatches.of(own)) {
      indexPack.send(new IndexTalk.SkipList(batch));
    }
    indexPack.send(new IndexTalk.SkipListEnd());
  }
}
