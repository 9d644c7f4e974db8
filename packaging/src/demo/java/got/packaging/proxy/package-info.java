/**
 * A proxy between got and a server on loopback that slows, stops, cuts or spoils what the server
 * says, for the demonstration and for tests.
 */
@NullMarked
package got.packaging.proxy;

import org.jspecify.annotations.NullMarked;
