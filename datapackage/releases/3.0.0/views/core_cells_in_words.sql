-- title: Kinds of core cells
-- description: The kinds of cells on which the answers about a rule rest, with what to call each, in their order.
-- column: kind = the term
-- column: words = what to call it
-- column: place = its place in the order
select 'title' as kind, 'title' as words, 1 as place
union all select 'identifier', 'number', 2
union all select 'adopted', 'date of adoption', 3
union all select 'effective', 'date of effect', 4
union all select 'scope', 'what it covers', 5
union all select 'exception', 'exception', 6
union all select 'end', 'end', 7
union all select 'last_check', 'last look at its text', 8
