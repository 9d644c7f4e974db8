/** What got and its helpers share: the channel between them, its messages, and value types. */
@org.jspecify.annotations.NullMarked
module got.ipc {
  requires com.google.protobuf;
  requires jdk.unsupported; // signals
  requires org.newsclub.net.unix;
  requires static org.jspecify;

  exports got.ipc;
  exports got.ipc.base;
  exports got.ipc.confine;
  exports got.ipc.fetch;
  exports got.ipc.http;
  exports got.ipc.index;
  exports got.ipc.read;
}
