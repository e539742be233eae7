# Reads each table with the types it is told, and writes it again: Rscript read.R TOLD FOLDER OUTPUT
# TOLD has one line a field: the table, a tab, the class of its column.
words <- commandArgs(trailingOnly = TRUE)
told <- read.delim(words[1], header = FALSE, col.names = c("table", "class"), colClasses = "character")

written <- function(column) {
  text <- if (is.logical(column)) tolower(as.character(column))
    else if (inherits(column, "Date")) format(column, "%Y-%m-%d")
    else if (is.numeric(column)) vapply(column, format, "", digits = 15, scientific = FALSE)
    else column
  ifelse(is.na(column), "", text)
}

for (table in unique(told$table)) {
  read <- read.csv(
    file.path(words[2], "data", paste0(table, ".csv")),
    colClasses = told$class[told$table == table], check.names = FALSE, na.strings = "",
    encoding = "UTF-8", comment.char = "", strip.white = FALSE
  )
  read[] <- lapply(read, written)
  write.csv(read, file.path(words[3], paste0(table, ".csv")), row.names = FALSE, fileEncoding = "UTF-8")
}
cat(paste0(R.version$major, ".", R.version$minor))
