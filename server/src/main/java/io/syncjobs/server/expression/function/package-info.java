/** The functions of expressions, one class for each family. */
@NullMarked
package io.syncjobs.server.expression.function;

import org.jspecify.annotations.NullMarked;
