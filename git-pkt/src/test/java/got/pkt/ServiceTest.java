package got.pkt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServiceTest {
  @Test
  void requestNamesServicePathAndHost() {
    byte[] request = new Service("git-receive-pack").request("/é.git", "example.org:9419");
    assertThat(new String(request, StandardCharsets.UTF_8))
        .isEqualTo("git-receive-pack /é.git\0host=example.org:9419\0\0version=2\0");
  }
}
