"""The screen: a Textual front end that shows a session and hands it decisions. It works nothing out itself."""
