# Reports: pages and mails.

reports-title = Reports
report-name = Report by { $day }
report-due = By
report-asked = Asked
report-submitted = Handed in
report-returned = Back with the applicant
report-approved = Approved
report-withdrawn = No longer needed

report-none = No report was asked yet.
report-to-list = Ask for and read reports
report-ask-title = Ask for a report
report-asks = What do you want to know?
report-asks-hint = For example: what was done, who took part, and what came of it?
report-due-label = Hand in by
report-due-hint = We mail the applicants now, and remind them fourteen and three days before it and when the day has passed.
report-ask-button = Ask for this report
report-asks-title = What was asked
report-withdraw = No longer ask for this report
report-withdraw-text = Then the applicants need not hand in anything. A draft of theirs goes.

report-text = The report
report-write-title = Write your report
report-body = Report
report-body-hint = At most 20,000 characters.
report-spent = Amount spent
report-spent-hint = In euros, until now.
report-submit = Hand in the report
report-save = Save as a draft
report-returned-text = The report was returned. Below you read why. Change it and hand it in again.
report-submitted-text = The report was handed in. You hear when somebody has looked at it.
report-approved-text = The report was approved.
report-withdrawn-text = This report is no longer needed.

report-judge-title = Look at the report
report-verdict = What do you think of it?
report-verdict-approved = Approve
report-verdict-returned = Return with a reason
report-reason = Reason or remark
report-reason-hint = Obligatory when you return it. The applicants read this.
report-reason-title = What the funder says
report-judge-button = Send

report-was-asked = The report was asked.
report-was-withdrawn = The report is no longer needed.
report-was-saved = Your draft was saved.
report-was-submitted = Your report was handed in.
report-was-judged = The applicants get your answer.

problem-report-due = Choose a day after today, at most ten years ahead.
problem-report-verdict = Choose to approve or to return.

mail-report-asked-subject = Report asked on proposal { $number }, by { $day }
mail-report-asked-text = Your proposal “{ $title }” was awarded. The funder asks for a report:
mail-report-due-subject = Hand in the report on proposal { $number } by { $day }
mail-report-due-text = The report on “{ $title }” must be there by { $day }. This was asked:
mail-report-late-subject = The report on proposal { $number } is late
mail-report-late-text = The report on “{ $title }” was due by { $day }. Hand it in as soon as you can. This was asked:
mail-report-submitted-subject = There is a report on proposal { $number }
mail-report-submitted-text = The report on “{ $title }” was handed in. Approve it, or return it with a reason. This was asked:
mail-report-approved-subject = Your report on proposal { $number } was approved
mail-report-approved-text = The funder approved the report on “{ $title }”.
mail-report-returned-subject = Your report on proposal { $number } was returned
mail-report-returned-text = The funder returned the report on “{ $title }”. Change it and hand it in again. This is the reason:
mail-report-button = See the report
