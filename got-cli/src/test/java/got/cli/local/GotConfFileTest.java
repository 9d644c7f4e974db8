package got.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.local.GotConfFile.Remote;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader of got.conf does what got.conf(5) says. */
class GotConfFileTest {
  private static Remote origin(String text) throws ConfigException {
    return GotConfFile.parse("got.conf", text).remote("origin").orElseThrow();
  }

  @Test
  void whatCloneWritesIsRead() throws ConfigException {
    Remote remote =
        origin(
            """
            remote "origin" {
            	server 127.0.0.1
            	protocol git
            	port 19418
            	repository "/small.git"
            	fetch {
            		branch { "main" "x" }
            	}
            	reference { "hoo" }
            	mirror_references yes
            	fetch_all_branches yes
            }
            """);
    assertThat(remote.values())
        .isEqualTo(
            Map.of(
                "server", "127.0.0.1",
                "protocol", "git",
                "port", "19418",
                "repository", "/small.git"));
    assertThat(remote.branches()).isEqualTo(List.of("main", "x"));
    assertThat(remote.references()).isEqualTo(List.of("hoo"));
    assertThat(remote.all()).isTrue();
    assertThat(remote.mirror()).isTrue();
  }

  @Test
  void theFetchBlockOverridesTheRemoteItsPortIncluded() throws ConfigException {
    Remote remote =
        origin(
            """
            remote "origin" {
            	server a
            	protocol ssh
            	repository "/r"
            	port 1
            	branch { "x" }
            	fetch {
            		server b
            		port 2
            		protocol git
            		branch { "y" }
            	}
            	send {
            		server c
            	}
            }
            """);
    assertThat(remote.values())
        .isEqualTo(Map.of("server", "b", "protocol", "git", "port", "2", "repository", "/r"));
    assertThat(remote.branches()).isEqualTo(List.of("y"));
  }

  @Test
  void otherSettingsAndCommentsAreSkipped() throws ConfigException {
    Remote remote =
        origin(
            """
            # a comment
            author "A <a@b>"

            signer_id "x"
            remote origin { # here too
            	server \\
            	a
            }
            """);
    assertThat(remote.values()).isEqualTo(Map.of("server", "a"));
    assertThat(remote.all()).isFalse();
  }

  @Test
  void aBackslashMeansItselfExceptBeforeAQuote() throws ConfigException {
    assertThat(origin("remote origin {\nrepository \"/a\\b\\\"c\"\n}\n").values())
        .containsEntry("repository", "/a\\b\"c");
  }

  @Test
  void anUnknownRemoteIsNotThere() throws ConfigException {
    assertThat(GotConfFile.parse("got.conf", "").remote("origin")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "remote origin {\n",
        "remote origin\n",
        "remote {\n}\n",
        "remote origin {\nserver\n}\n",
        "remote origin {\nnothing x\n}\n",
        "remote origin {\nserver a\nserver b\n}\n",
        "remote origin {\n}\nremote origin {\n}\n",
        "remote origin {\nserver \"a\n}\n",
        "remote origin {\nfetch_all_branches perhaps\n}\n",
        "nothing x\n",
        "author a author b\n",
        "x = y\n",
        "author $x\n",
      })
  void whatIsNoGotConfIsRefused(String text) {
    assertThatThrownBy(() -> GotConfFile.parse("got.conf", text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("got.conf: line ");
  }
}
