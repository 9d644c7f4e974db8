package got.read;

import got.ipc.Helper;
import got.ipc.ObjectId;
import got.ipc.Received;
import got.ipc.ReceivedFd;
import got.ipc.read.ReadTalk;
import got.pack.Garbage;
import got.pack.PackException;
import got.pack.object.LooseReader;
import got.pack.object.StoredObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Asks got to open the files of loose objects, one at a time. */
final class LooseFromGot implements Loose {
  private final Helper<ReadTalk.Request, ReadTalk.Reply> got;
  private final Inbox inbox;
  private final Garbage garbage;

  LooseFromGot(Helper<ReadTalk.Request, ReadTalk.Reply> got, Inbox inbox, Garbage garbage) {
    this.got = got;
    this.inbox = inbox;
    this.garbage = garbage;
  }

  @Override
  public @Nullable StoredObject read(ObjectId id)
      throws IOException, PackException, InterruptedException {
    got.send(new ReadTalk.LooseWanted(id));
    Received<ReadTalk.Request> answer = inbox.loose();
    return switch (answer.message()) {
      case ReadTalk.Loose _ -> {
        try (ReceivedFd file = answer.descriptors().getFirst()) {
          yield LooseReader.read(file.input(), garbage);
        }
      }
      case ReadTalk.NotLoose _ -> null;
      case ReadTalk.Open _,
          ReadTalk.Pack _,
          ReadTalk.PacksEnd _,
          ReadTalk.LooseIds _,
          ReadTalk.Tips _,
          ReadTalk.TipsEnd _,
          ReadTalk.Have _,
          ReadTalk.HaveEnd _,
          ReadTalk.MoreHaves _,
          ReadTalk.Common _,
          ReadTalk.Moves _,
          ReadTalk.Serve _,
          ReadTalk.Finish _ ->
          throw new IllegalStateException("no loose object, which was asked for");
    };
  }
}
