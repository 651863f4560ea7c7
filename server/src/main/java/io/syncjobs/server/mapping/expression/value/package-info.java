/** What the values of expressions are and how they are read and written, with .NET's dates and regular expressions. */
@NullMarked
package io.syncjobs.server.mapping.expression.value;

import org.jspecify.annotations.NullMarked;
