package got.fetch;

import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.fetch.FetchTalk;
import got.pkt.ProtocolException;
import java.util.List;

/**
 * Finds out what the server and we have in common, in rounds: got gives commits, the server says
 * which of them it has.
 *
 * <p>The first round has 16 commits, each further one twice as many, up to {@link Limits#IDS}. It
 * ends when the server is ready, when got has no more, or when {@link #IN_VAIN} commits in a row
 * were unknown to a server that knows some: then what is common is most likely found. So a server
 * can make us offer what we have, once, and no more. Source: git's fetch-pack.c.
 */
final class Negotiation {
  private static final int FIRST = 16;
  static final int IN_VAIN = 256;

  private final Conversation conversation;
  private final Replies got;

  Negotiation(Conversation conversation, Replies got) {
    this.conversation = conversation;
    this.got = got;
  }

  void run() throws ProtocolException, InterruptedException {
    Offer offer = new Offer();
    int vain = 0;
    for (int count = FIRST; ; count = Math.min(2 * count, Limits.IDS)) {
      got.send(new FetchTalk.HavesWanted(count));
      if (!(got.next() instanceof FetchTalk.Haves haves)) {
        return;
      }
      offer.begin(haves.ids());
      boolean ready = conversation.offer(offer);
      List<ObjectId> news = offer.news();
      if (!news.isEmpty()) {
        got.send(new FetchTalk.Common(news));
        vain = 0;
      } else {
        vain += haves.ids().size();
      }
      if (ready || (offer.hasCommon() && vain >= IN_VAIN)) {
        return;
      }
    }
  }
}
