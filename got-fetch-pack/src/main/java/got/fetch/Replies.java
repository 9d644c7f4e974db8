package got.fetch;

import got.ipc.Message;

/** got, as a conversation with a server sees it. */
interface Replies {
  void send(Message message);

  /** Waits for got's next request. */
  Message next() throws InterruptedException;
}
