"""A form that shows what form fields look like."""

from django import forms


class SampleForm(forms.Form):
    """Fields of each sort; saves nothing."""

    name = forms.CharField(label="Your name", required=False)
    kind = forms.ChoiceField(
        label="Kind of document", choices=[("report", "Report"), ("law", "Ordinance")]
    )
    likes = forms.MultipleChoiceField(
        label="What you like",
        required=False,
        choices=[("tea", "Tea"), ("bread", "Bread"), ("figs", "Figs")],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label="What is wrong",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what is wrong, and where you know it from."},
    )
