package got.fetch;

import got.ipc.fetch.FetchTalk;

/** got, as a conversation with a server sees it. */
interface Replies {
  void send(FetchTalk.Reply message);

  /** Waits for got's next request. */
  FetchTalk.Request next() throws InterruptedException;
}
