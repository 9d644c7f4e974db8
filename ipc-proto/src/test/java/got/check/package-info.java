/** Checks of compiled classes that the tests of several modules share. */
package got.check;
