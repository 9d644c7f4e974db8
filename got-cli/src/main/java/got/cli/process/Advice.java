package got.cli.process;

import got.ipc.confine.Extent;
import got.ipc.confine.Remedy;

/** What the user of a system that cannot confine is told to do; never to confine nothing. */
final class Advice {
  private static final String WITHOUT =
      "; " + Extent.NO_LANDLOCK.option() + " does without and keeps the other mechanisms";

  private Advice() {}

  /** One line; empty if there is nothing to say. */
  static String on(Remedy remedy) {
    return switch (remedy) {
      case NONE -> "";
      case MOVE -> "move got to where every user can reach it";
      case KERNEL -> "start a kernel with CONFIG_SECURITY_LANDLOCK" + WITHOUT;
      case SWITCH_ON ->
          "add landlock to lsm= on the kernel's command line, see"
              + " /sys/kernel/security/lsm"
              + WITHOUT;
      case FILTER ->
          "have the container or service allow landlock_create_ruleset, landlock_add_rule and"
              + " landlock_restrict_self"
              + WITHOUT;
      case KERNEL_OR_FILTER ->
          "start a kernel with CONFIG_SECURITY_LANDLOCK, or have the container or service allow"
              + " landlock_create_ruleset, landlock_add_rule and landlock_restrict_self"
              + WITHOUT;
      case SECCOMP -> "start a kernel with CONFIG_SECCOMP_FILTER";
      case SECCOMP_FILTER -> "have the container or service allow seccomp";
      case ORDINARY_USER -> "run got as an ordinary user, or give root CAP_SETUID and CAP_SETGID";
    };
  }
}
