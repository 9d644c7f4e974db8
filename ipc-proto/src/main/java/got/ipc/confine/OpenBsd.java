package got.ipc.confine;

/** The two functions of OpenBSD that confine a process; tests put a record of calls in place. */
interface OpenBsd {
  /** pledge(2), with nothing said about programs to be executed; returns 0, or -1. */
  int pledge(String promises);

  /** unveil(2); returns 0, or -1. */
  int unveil(String path, String permissions);

  /** unveil(2) with two null pointers: no further change; returns 0, or -1. */
  int unveilLast();
}
