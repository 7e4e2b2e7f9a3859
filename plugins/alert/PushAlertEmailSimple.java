package alert;

/// `push_alert_email_simple`: `push_email_alert_simple` under the name that HandyRep's sample configuration gives its section.
public class PushAlertEmailSimple extends PushEmailAlertSimple {}
