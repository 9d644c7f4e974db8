package got.packaging.process;

import got.cli.process.Confining;
import got.cli.process.HelperProgram;
import got.cli.process.HelperSandbox;
import got.cli.process.HelperStage;
import got.cli.process.Installation;
import got.cli.process.Pipeline;
import got.cli.process.Timeouts;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.PackLimits;
import got.ipc.index.IndexTalk;
import got.ipc.read.ReadTalk;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

/** got-read-pack and got-index-pack, started and confined as got does, and told what got tells. */
final class FetchHelpers implements Closeable {
  private final Pipeline pipeline;
  private final HashAlgorithm algorithm;
  private final Path repository;
  private final Queue<ReadTalk.Reply> read = new ArrayDeque<>();
  private final Queue<IndexTalk.Reply> indexed = new ArrayDeque<>();
  private final HelperStage<ReadTalk.Request, ReadTalk.Reply> readPack;
  private final List<Closeable> open = new ArrayList<>();

  /**
   * @param repository bare
   */
  FetchHelpers(Path tree, Path repository, HashAlgorithm algorithm) throws Exception {
    this.algorithm = algorithm;
    this.repository = repository;
    this.pipeline =
        new Pipeline(
            Installation.at(tree), HelperSandbox.of(Confining.DEFAULT), Timeouts.NONE, _ -> {});
    this.readPack = pipeline.start(HelperProgram.READ_PACK, read::add);
  }

  long readPackPid() {
    return readPack.pid();
  }

  private FileDescriptor reading(Path file) throws IOException {
    FileInputStream in = new FileInputStream(file.toFile());
    open.add(in);
    return in.getFD();
  }

  /** Tells got-read-pack what there is. */
  void describe(List<ObjectId> tips) throws Exception {
    readPack.send(new ReadTalk.Open(algorithm));
    try (DirectoryStream<Path> indexes =
        Files.newDirectoryStream(repository.resolve("objects/pack"), "*.idx")) {
      for (Path index : indexes) {
        String pack = index.toString().replaceAll("idx$", "pack");
        try (FileInputStream in = new FileInputStream(pack);
            FileInputStream idx = new FileInputStream(index.toFile())) {
          readPack.send(new ReadTalk.Pack(), in.getFD(), idx.getFD());
        }
      }
    }
    readPack.send(new ReadTalk.PacksEnd());
    List<ObjectId> loose = new ArrayList<>();
    try (DirectoryStream<Path> fans =
        Files.newDirectoryStream(repository.resolve("objects"), "[0-9a-f][0-9a-f]")) {
      for (Path fan : fans) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(fan)) {
          for (Path file : files) {
            loose.add(id(fan.getFileName() + "" + file.getFileName()));
          }
        }
      }
    }
    for (int i = 0; i < loose.size(); i += Limits.IDS) {
      readPack.send(
          new ReadTalk.LooseIds(
              List.copyOf(loose.subList(i, Math.min(i + Limits.IDS, loose.size())))));
    }
    for (int i = 0; i < tips.size(); i += Limits.IDS) {
      readPack.send(
          new ReadTalk.Tips(List.copyOf(tips.subList(i, Math.min(i + Limits.IDS, tips.size())))));
    }
    readPack.send(new ReadTalk.TipsEnd());
  }

  ObjectId id(String hex) throws Exception {
    return ObjectId.parse(algorithm, hex.getBytes(StandardCharsets.US_ASCII));
  }

  void ask(ReadTalk.Request question) throws Exception {
    readPack.send(question);
  }

  /** The next answer of got-read-pack; gives it the loose objects that it wants. */
  ReadTalk.Reply answer() throws Exception {
    while (true) {
      while (read.isEmpty()) {
        pipeline.next();
      }
      ReadTalk.Reply reply = read.remove();
      if (reply instanceof ReadTalk.LooseWanted(ObjectId id)) {
        give(id);
      } else if (!(reply instanceof ReadTalk.Reading)) {
        return reply;
      }
    }
  }

  private void give(ObjectId id) throws Exception {
    String hex = id.toString();
    Path file =
        repository.resolve("objects").resolve(hex.substring(0, 2)).resolve(hex.substring(2));
    if (Files.exists(file)) {
      try (FileInputStream in = new FileInputStream(file.toFile())) {
        readPack.send(new ReadTalk.Loose(), in.getFD());
      }
    } else {
      readPack.send(new ReadTalk.NotLoose());
    }
  }

  /** Has a thin pack completed. */
  IndexTalk.Indexed complete(Path thin, Path pack, Path index, List<ObjectId> tips)
      throws Exception {
    HelperStage<IndexTalk.Request, IndexTalk.Reply> indexPack =
        pipeline.start(HelperProgram.INDEX_PACK, indexed::add);
    AFUNIXSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
    FileDescriptor asking = pair.getSocket1().getFileDescriptor();
    FileDescriptor answering = pair.getSocket2().getFileDescriptor();
    readPack.send(new ReadTalk.Serve(), answering);
    try (RandomAccessFile packFile = new RandomAccessFile(pack.toFile(), "rw");
        RandomAccessFile indexFile = new RandomAccessFile(index.toFile(), "rw")) {
      indexPack.send(
          new IndexTalk.IndexThin(algorithm, PackLimits.DEFAULT),
          reading(thin),
          packFile.getFD(),
          indexFile.getFD(),
          asking);
    }
    new FileOutputStream(asking).close();
    new FileOutputStream(answering).close();
    indexPack.send(new IndexTalk.Tips(tips, true));
    indexPack.send(new IndexTalk.TipsEnd());
    indexPack.send(new IndexTalk.SkipListEnd());
    while (true) {
      if (!read.isEmpty() && read.peek() instanceof ReadTalk.LooseWanted(ObjectId id)) {
        read.remove();
        give(id);
      } else if (!read.isEmpty() && read.peek() instanceof ReadTalk.Reading) {
        read.remove();
      } else if (!indexed.isEmpty()) {
        if (indexed.remove() instanceof IndexTalk.Indexed last) {
          return last;
        }
      } else {
        pipeline.next();
      }
    }
  }

  @Override
  public void close() throws IOException {
    pipeline.close();
    for (Closeable file : open) {
      file.close();
    }
  }
}
