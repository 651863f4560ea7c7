/** The functions of expressions, a class for each family. */
@NullMarked
package io.syncjobs.server.mapping.expression.function;

import org.jspecify.annotations.NullMarked;
