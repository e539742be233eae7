-- table: provisions
-- key: provision_id
-- field: answer
-- message: the question {question} has another answer in {other}
-- hint: give one answer to a question; only amount may have a row for each sum
-- severity: error
select mine.provision_id, mine.question, min(theirs.provision_id) as other
from provisions as mine
join provisions as theirs
  on theirs.instrument_id = mine.instrument_id and theirs.question = mine.question and theirs.provision_id < mine.provision_id
where mine.question <> 'amount'
  or mine.answer <> theirs.answer
  or (mine.amount is not distinct from theirs.amount
    and mine.amount_per is not distinct from theirs.amount_per
    and mine.amount_kind is not distinct from theirs.amount_kind)
group by mine.provision_id, mine.question
