/** What a server says, packet by packet; for the tests of this module and of the helpers. */
@org.jspecify.annotations.NullMarked
package got.script;
