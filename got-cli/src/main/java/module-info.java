/** The main program: command line, processes, repository. Parses nothing a server sent. */
@org.jspecify.annotations.NullMarked
module got.cli {
  requires got.ipc;
  requires info.picocli;
  requires jdk.unsupported;
  requires org.newsclub.net.unix;
  requires static org.jspecify;
}
