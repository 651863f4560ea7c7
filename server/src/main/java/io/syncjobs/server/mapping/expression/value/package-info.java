/** Values of expressions as texts, numbers and dates, with .NET's formats of dates and regular expressions. */
@NullMarked
package io.syncjobs.server.mapping.expression.value;

import org.jspecify.annotations.NullMarked;
