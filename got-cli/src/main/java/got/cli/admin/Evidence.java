package got.cli.admin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What code in a helper's place could do.
 *
 * @param inForce the mechanisms, in words
 * @param denied by operation, in the order of the list: whether it was refused
 */
public record Evidence(String inForce, Map<String, Boolean> denied) {
  public Evidence {
    denied = Collections.unmodifiableMap(new LinkedHashMap<>(denied));
  }
}
